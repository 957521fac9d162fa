/** The pod of an attempt: it is made once, and the remote is asked where it left no word. */
import type { Blocker, EnsureOutput, PodTarget, RemoteOutput } from "../../../machines/index.ts";
import { delay } from "@gastown/system";
import { findingText, type AskOutcome, type PodPlan } from "../../pods/index.ts";
import { assigneeOf, ownerOf, refused, type Ports } from "./town.ts";

/** Between two looks at the pod that asks the remote, and how many there are before its actor is told that it waits. */
const LOOK_MS = 1_000;
const LOOKS = 60;

export async function ensurePod(
  ports: Ports,
  { uid, bead, attempt }: PodTarget,
  signal: AbortSignal,
): Promise<EnsureOutput> {
  const { engine } = ports.pods;
  const owner = ownerOf(ports, uid);
  const { bead: work } = await ports.gt.showWork(bead, null);
  if (work === null) {
    return refused(ports, { reason: "BeadMissing", message: `the town has no bead ${bead} any more` });
  }
  if (work.assignee !== assigneeOf(owner)) {
    const by = work.assignee ?? "nobody";
    const message = `bead ${bead} is ${work.status} by ${by}: no pod is made for what is not its own`;
    return refused(ports, { reason: "BeadHeldElsewhere", message });
  }
  signal.throwIfAborted();
  // The read took its time: spec and Rig of this very moment count.
  const blocker = ports.pods.blocker(uid, { isForPod: true, bead });
  if (blocker !== null) return refused(ports, blocker);
  const { title, description } = work;
  const plan = ports.pods.plan(uid, { attempt, bead, title, description });
  if ("refused" in plan) return refused(ports, plan.refused);
  const made = await engine.ensure(plan);
  if (made.outcome === "refused") {
    const message = findingText(made.finding, owner.name);
    return refused(ports, { reason: made.finding.cause, message });
  }
  return { at: ports.now(), outcome: "there" };
}

export async function askRemote(
  ports: Ports,
  { uid, bead, attempt }: PodTarget,
  signal: AbortSignal,
): Promise<RemoteOutput> {
  const plan = ports.pods.plan(uid, { attempt, bead, title: "", description: "" });
  if ("refused" in plan) return refused(ports, plan.refused);
  const answer = await remoteAnswer(ports, plan, signal);
  if (answer.outcome === "answered") return { at: ports.now(), outcome: "known" };
  return refused(ports, unanswered(answer));
}

/** Asks, and looks again until there is an answer, or somebody has to be told that there is none yet. */
export async function remoteAnswer(ports: Ports, plan: PodPlan, signal: AbortSignal): Promise<AskOutcome> {
  for (let looks = 1; ; looks += 1) {
    const answer = await ports.pods.engine.ask(plan);
    if (answer.outcome !== "asking" || looks >= LOOKS) return answer;
    await delay(ports.setTimer, LOOK_MS, signal);
    signal.throwIfAborted();
  }
}

export function unanswered({ finding }: Exclude<AskOutcome, { outcome: "answered" }>): Blocker {
  const message = `what is on the remote is not known yet: ${findingText(finding, "of the question")}`;
  return { reason: finding.cause, message };
}
