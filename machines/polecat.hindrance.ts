/** Hindrances: why a Polecat's machine may not ask gt to write just now. */
import type { PolecatContext } from "./polecat.context.ts";

export interface Hindrance {
  readonly reason: string;
  readonly message: string;
}

/** What forbids every gt write for this resource, or null. */
export function writeHindrance(context: PolecatContext): Hindrance | null {
  const { wish, facts } = context;
  if (!wish.managed) {
    return {
      reason: "ObserveOnly",
      message: "management is Observe: the operator only watches this polecat",
    };
  }
  if (wish.paused) {
    return { reason: "Paused", message: "spec.paused is true: set it to false to go on" };
  }
  if (!wish.local) {
    return {
      reason: "ExecutionModeNotEnabled",
      message: "executionMode kubernetes is not enabled in this release: use executionMode local",
    };
  }
  if (facts === null) {
    return { reason: "AwaitingObservation", message: "waiting for the next read of the town" };
  }
  if (!facts.town.trusted) return { reason: facts.town.reason, message: facts.town.message };
  if (!facts.rig.usable) return { reason: facts.rig.reason, message: facts.rig.message };
  return null;
}

/** Work that begins before the finalizer is stored could lose its resource, and with it the end that was asked for. */
export function finalizerHindrance({ wish, finalizerProblem }: PolecatContext): Hindrance | null {
  if (wish.finalizer !== "awaited") return null;
  const what = "no work begins before the finalizer of deletionPolicy Terminate is stored";
  return {
    reason: "AwaitingFinalizer",
    message: finalizerProblem === null ? what : `${what}, which is refused: ${finalizerProblem}`,
  };
}

/** What forbids a sling, or null. */
export function slingHindrance(context: PolecatContext): Hindrance | null {
  const hindrance = writeHindrance(context) ?? finalizerHindrance(context);
  if (hindrance !== null) return hindrance;
  const admission = context.facts?.admission;
  if (admission !== undefined && !admission.granted) {
    return { reason: admission.reason, message: admission.message };
  }
  return null;
}
