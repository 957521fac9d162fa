/**
 * The decisions about a polecat in a pod, pure: where it should be, and what follows when a pod has ended. One pod at a time: no
 * attempt begins before the one before is over, and what it has left on the remote is known.
 */
import type { PodDesired } from "./pod.facts.ts";
import { isAnyAlive, isBeadDone, newestPod, podBead, type PodContext } from "./pod.context.ts";

export type PodTarget =
  | "undecided"
  /** The end is asked for, and something is left to end. */
  | "terminating"
  | "terminated"
  | "idle"
  /** A pod of it is there. */
  | "attempt"
  | "pending"
  | "failed";

export function podTarget(context: PodContext): PodTarget {
  const { pods, facts, desired, bead } = context;
  if (pods === null || facts?.town.trusted !== true) return "undecided";
  if (desired.state === "Terminated" || desired.deletionTerminates) {
    // A pod that has ended is still there, with its log, and whatever it did not push.
    return bead === null && pods.pods.length === 0 ? "terminated" : "terminating";
  }
  // Its pod ends first: what it writes after the close would be in nobody's request.
  if (isBeadDone(context) && !isAnyAlive(context)) return "idle";
  if (isUnjudged(context) || isAnyAlive(context)) return "attempt";
  if (bead === null && (desired.state !== "Working" || desired.bead === null)) return "idle";
  if (podBead(context) === null) return "idle";
  return context.failures >= desired.mostFailures ? "failed" : "pending";
}

/** The newest pod is there, or was, and nothing was decided of its end yet. */
function isUnjudged(context: PodContext): boolean {
  const { attempt, judgedAttempt, seenAttempt } = context;
  return attempt > judgedAttempt && (newestPod(context) !== null || seenAttempt === attempt);
}

/** Its pod has ended, or is gone, without a word of what is on the remote, and nobody has asked there. */
export function isWordMissing(context: PodContext): boolean {
  const { attempt, judgedAttempt, provenAttempt } = context;
  return attempt > judgedAttempt && provenAttempt < attempt && newestPod(context)?.isReported !== true;
}

export type Verdict = "wait" | "askRemote" | "handOver" | "count" | "retry";

/** What follows from the newest pod as it is. */
export function verdictOf(context: PodContext): Verdict {
  const pod = newestPod(context);
  if (context.pods === null || !isUnjudged(context) || isAnyAlive(context)) return "wait";
  if (isWordMissing(context)) return "askRemote";
  if (pod === null) return "retry";
  switch (pod.stage) {
    case "done":
      // Without the warden's word there is nothing to hand over.
      if (!pod.isReported) return "retry";
      return context.desired.paused ? "wait" : "handOver";
    case "failed":
      return "count";
    case "starting":
    case "running":
    case "silent":
    case "ending":
    case "lost":
    case "disrupted":
      return "retry";
    default:
      return pod.stage satisfies never;
  }
}

type Forbidden = { readonly reason: string; readonly message: string };

/** A person's word against everything that is done for it, or null. */
export function podHold(desired: PodDesired): Forbidden | null {
  if (!desired.managed) {
    return {
      reason: "ObserveOnly",
      message: "management is Observe: the operator only watches this polecat",
    };
  }
  if (desired.paused) return { reason: "Paused", message: "spec.paused is true: set it to false to go on" };
  return null;
}

/** What forbids a new pod, or null. */
export function podBlocker({ desired, facts }: PodContext): Forbidden | null {
  const hold = podHold(desired);
  if (hold !== null) return hold;
  if (desired.objection !== null) return desired.objection;
  if (facts === null) {
    return { reason: "AwaitingObservation", message: "waiting for the next read of the town" };
  }
  if (!facts.town.trusted) return facts.town;
  return facts.rig.usable ? null : facts.rig;
}
