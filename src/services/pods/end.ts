/** The end of a polecat in pods: the proof that it loses nothing, and the end of its pods with their grace. */
import type { Blocker, Done, EndProofOutput, PodTarget } from "../../../machines/index.ts";
import type { PodSighting } from "../../pods/index.ts";
import { remoteAnswer, unanswered } from "./pods.ts";
import { assigneeOf, ownerOf, refused, type Ports } from "./town.ts";

/** What a check has found: in words, and why it forbids the end; null where it does not. */
interface Found {
  readonly detail: string;
  readonly blocker: Blocker | null;
}

export async function proveEnd(
  ports: Ports,
  target: PodTarget,
  signal: AbortSignal,
): Promise<EndProofOutput> {
  const { uid, bead } = target;
  const blocker = ports.pods.blocker(uid, { isForPod: false, bead });
  if (blocker !== null) return refused(ports, blocker);
  const owner = ownerOf(ports, uid);
  const found = {
    work: await workOf(ports, target, signal),
    bead: await beadOf(ports, owner.gtRig, bead),
  };
  const lossy = found.work.blocker ?? found.bead.blocker;
  if (lossy !== null) return refused(ports, lossy);
  const checks = Object.entries(found).map(([name, { detail }]) => ({
    ...{ name, detail, at: ports.now(), clean: true },
  }));
  const incarnation = `${assigneeOf(owner)}@${target.attempt}`;
  const proof = { incarnation, decidedAt: ports.now(), forced: false, checks, consent: null };
  return { at: ports.now(), outcome: "proven", proof };
}

async function workOf(ports: Ports, target: PodTarget, signal: AbortSignal): Promise<Found> {
  const { uid, attempt, bead } = target;
  const pods = await ports.pods.engine.list(ownerOf(ports, uid));
  const inTheWay = pods.map(lossOf).find((one) => one !== null);
  if (inTheWay !== undefined) return { detail: inTheWay.message, blocker: inTheWay };
  const newest = pods.find((pod) => pod.attempt === attempt);
  if (newest !== undefined && (!newest.isOver || isTold(newest)))
    return { detail: wordOf(newest), blocker: null };
  if (attempt === 0) return { detail: "it never had a pod", blocker: null };
  const plan = ports.pods.plan(uid, { attempt, bead, title: "", description: "" });
  if ("refused" in plan) return { detail: plan.refused.message, blocker: plan.refused };
  const answer = await remoteAnswer(ports, plan, signal);
  if (answer.outcome === "answered") {
    return { detail: `its pod is gone; the remote was asked: ${answer.report.outcome}`, blocker: null };
  }
  const unknown = unanswered(answer);
  return { detail: unknown.message, blocker: unknown };
}

/** What of its work would go with a pod, or may. */
function lossOf(pod: PodSighting): Blocker | null {
  const { finding, report, stage } = pod;
  const { name } = pod.pod;
  if (pod.isOver) {
    const [first] = report?.onlyLocal ?? [];
    if (first === undefined) return null;
    return { reason: "WorkNotPushed", message: `something is in pod ${name} only: ${first}` };
  }
  // Nothing of an agent has run in it.
  if (stage === "starting" || stage === "ending") return null;
  if (stage === "lost") return { reason: finding.cause, message: `pod ${name}: ${finding.said}` };
  if (pod.isSaved) return null;
  return {
    reason: "WorkNotSaved",
    message: `pod ${name} has work that is not on the remote: ${finding.said}`,
  };
}

/** Its warden has said what is on the remote, or no agent has ever run in it. */
function isTold({ report, clone }: PodSighting): boolean {
  return report !== null || clone?.outcome === "failed";
}

function wordOf({ isOver, pod, stage }: PodSighting): string {
  if (isOver) return `pod ${pod.name} has ended, and nothing of its work is in it only`;
  return stage === "starting"
    ? `no agent runs in pod ${pod.name} yet`
    : `as of its warden's last look all of the work in pod ${pod.name} is on the remote; it looks once more at its end`;
}

/** What becomes of the bead: it is given back where it is not done, so that nothing of it is in the way. */
async function beadOf({ gt }: Ports, rig: string, bead: string): Promise<Found> {
  if (bead === "") return { detail: "it has no bead", blocker: null };
  const [{ bead: seen }, queue] = await Promise.all([gt.showWork(bead, null), gt.mergeQueue(rig)]);
  const requests = queue.filter(({ sourceIssue }) => sourceIssue === bead).map(({ id }) => id);
  const queued = requests.length === 0 ? "no merge request of it is open" : `open: ${requests.join(", ")}`;
  const detail = seen === null ? `the town has no bead ${bead}` : `bead ${bead} is ${seen.status}; ${queued}`;
  return { detail, blocker: null };
}

/** All of them, each by its uid: those that run have their grace. */
export async function endPod(ports: Ports, { uid }: PodTarget): Promise<Done> {
  const { engine } = ports.pods;
  for (const { pod } of await engine.list(ownerOf(ports, uid))) await engine.end(pod);
  return { at: ports.now() };
}
