/** The nuke: a last look at what the agent may have written before its session ended, and at the spec; then gt is asked. */
import type { Blocker, NukeInput, NukeOutput, TerminationProof } from "../../machines/index.ts";
import { namesMissingCleanup } from "../gt/index.ts";
import {
  branchOf,
  changeOfMind,
  consentTo,
  covers,
  replacement,
  strangersWork,
  unknownWork,
} from "../preconditions/index.ts";
import { hasElapsed, errorMessage } from "@gastown/system";
import { reasonOf } from "./errors.ts";
import { MOST_LOOK_AGE_MS, type LastLook, type LastLooks, type SharedLook } from "./last-look.ts";
import type { ServicePorts } from "./ports.ts";
import { checkMergeQueue, type Finding } from "./termination-checks.ts";
import { mayBeForced } from "./termination.ts";

type Ports = Pick<ServicePorts, "gt" | "now" | "claims" | "blocker" | "end"> & {
  readonly lastLooks: LastLooks;
};
type Blocked = Extract<NukeOutput, { outcome: "blocked" }>;

/** Runs its task alone in the rig, before what waits there already: no look is young for long. */
type Alone = <Value>(task: () => Promise<Value>) => Promise<Value>;

/** What is forced destroys what gt would protect: its look is its own, and directly before it. */
export async function nuke(
  ports: Ports,
  input: NukeInput,
  signal: AbortSignal,
  alone: Alone,
): Promise<NukeOutput> {
  const blocker = changeOfMind(ports, input);
  if (blocker !== null) return blocked(ports, blocker);
  if (input.proof.forced) return alone(() => nukeAfter(ports, input, null));
  return ports.lastLooks.share(input, signal, (look) =>
    // Before the next in the rig has its turn: it may look once more.
    alone(() => nukeAfter(ports, input, look).finally(() => look.leave(input))),
  );
}

async function nukeAfter(ports: Ports, input: NukeInput, shared: SharedLook | null): Promise<NukeOutput> {
  const { gt, now, lastLooks } = ports;
  const { rig, polecat, proof } = input;
  const blocker = changeOfMind(ports, input);
  if (blocker !== null) return blocked(ports, blocker);
  const look = shared === null ? await lastLooks.read(rig, [input]) : await youngOf(ports, input, shared);
  const late = (await found(input, look)) ?? (await lateChange(ports, input));
  if (late !== null) return blocked(ports, late);
  const startedAt = now();
  try {
    await gt.nuke({ rig, name: polecat, force: proof.forced });
    lastLooks.noteNuke(rig, now() - startedAt);
    return { at: now(), outcome: "nuked" };
  } catch (error) {
    if (reasonOf(error) !== "Refused") throw error;
    const message = errorMessage(error);
    return blocked(ports, {
      reason: namesMissingCleanup(message) ? "CleanupStatusMissing" : "NukeRefused",
      message,
    });
  }
}

async function youngOf(ports: Ports, input: NukeInput, shared: SharedLook): Promise<LastLook> {
  const newest = shared.newest();
  const isUsable =
    newest.has(input) &&
    !hasElapsed(MOST_LOOK_AGE_MS, newest.startedAt, ports.now()) &&
    !isDoubted(ports, input);
  return isUsable ? newest : shared.renew(input);
}

/** Others read the town, too: what they were told since, or could not be told, is newer than the look. */
function isDoubted({ gt, now }: Ports, input: NukeInput): boolean {
  const queue = gt.newest.mergeQueue(input.rig);
  if (gt.newest.health()?.running !== true || queue === null) return true;
  return !checkMergeQueue({ now }, input, branchOf(input), queue).check.clean;
}

/** What was found by the last look and did not stand in the proof. */
async function found(input: NukeInput, look: LastLook): Promise<Blocker | null> {
  const { rig, polecat, proof } = input;
  const { entry, git, recovery } = await look.of(input);
  const change = replacement(input, entry) ?? strangersWork(input, entry.issue) ?? unknownWork(entry);
  if (change !== null) return change;
  if (entry.sessionRunning) {
    const message = `the session of ${rig}/${polecat} runs, although gt stopped it`;
    return { reason: "SessionRunning", message };
  }
  const read = [git, ...(recovery === null ? [] : [recovery]), look.health];
  const problem = read.map((finding) => unproven(finding, proof)).find((one) => one !== null);
  if (problem !== undefined) return problem;
  // Without a database it cannot be read, which the health says in fewer words.
  const queue = await look.queue;
  return unproven(checkMergeQueue({ now: () => look.startedAt }, input, branchOf(input), queue), proof);
}

/** The reads took their time. On disk it costs nothing to see whether the name has another polecat by now. */
async function lateChange(ports: Ports, input: NukeInput): Promise<Blocker | null> {
  const branch = await ports.gt.worktreeBranch(input.rig, input.polecat);
  const change = branch === null ? null : replacement(input, { branch });
  return change ?? changeOfMind(ports, input);
}

/** Null where it is clean. Under a consent no more may be lost than what it was given for; doubt is never forced. */
function unproven(finding: Finding, proof: TerminationProof): Blocker | null {
  const { reason, check } = finding;
  if (check.clean) return null;
  if (!proof.forced || !mayBeForced(finding)) return { reason, message: check.detail };
  if (covers(proof.consent, consentTo(proof.incarnation, [finding.loss]))) return null;
  const message = `${check.detail}; that was found after its session had ended, and is not what was consented to`;
  return { reason: "ConsentOutdated", message };
}

function blocked(
  { now }: Pick<Ports, "now">,
  { reason, message }: Blocker,
): Blocked & { readonly at: number } {
  return { at: now(), outcome: "blocked", reason, message };
}
