/** Blockers: why a Polecat's machine may not ask gt to write just now. */
import type { PolecatContext } from "./polecat.context.ts";
import type { DesiredPolecat } from "./desired.ts";

export interface Blocker {
  readonly reason: string;
  readonly message: string;
}

/** What forbids every gt write for this resource, or null. */
export function writeBlocker(context: PolecatContext): Blocker | null {
  const { desired, facts } = context;
  if (!desired.managed) {
    return {
      reason: "ObserveOnly",
      message: "management is Observe: the operator only watches this polecat",
    };
  }
  if (desired.paused) {
    return { reason: "Paused", message: "spec.paused is true: set it to false to go on" };
  }
  if (!desired.local) return podBlocker(desired);
  if (facts === null) {
    return { reason: "AwaitingObservation", message: "waiting for the next read of the town" };
  }
  if (!facts.town.trusted) return { reason: facts.town.reason, message: facts.town.message };
  if (!facts.rig.usable) return { reason: facts.rig.reason, message: facts.rig.message };
  return null;
}

function podBlocker({ podObjection }: DesiredPolecat): Blocker {
  const message =
    "executionMode kubernetes is not enabled: run the operator with --pods, or use executionMode local";
  const more = podObjection === undefined ? "" : `; it would be refused as well: ${podObjection.message}`;
  return { reason: "ExecutionModeNotEnabled", message: `${message}${more}` };
}

/** Work that begins before the finalizer is stored could lose its resource, and with it the end that was asked for. */
export function finalizerBlocker({ desired, finalizerProblem }: PolecatContext): Blocker | null {
  if (desired.finalizer !== "awaited") return null;
  const what = "no work begins before the finalizer of deletionPolicy Terminate is stored";
  return {
    reason: "AwaitingFinalizer",
    message: finalizerProblem === null ? what : `${what}, which is refused: ${finalizerProblem}`,
  };
}

/** What forbids a sling, or null. */
export function slingBlocker(context: PolecatContext): Blocker | null {
  const blocker = writeBlocker(context) ?? finalizerBlocker(context);
  if (blocker !== null) return blocker;
  const admission = context.facts?.admission;
  if (admission !== undefined && !admission.granted) {
    return { reason: admission.reason, message: admission.message };
  }
  return null;
}
