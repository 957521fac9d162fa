/** Holds: by which word of a person nothing is asked of gt for a rig and its polecats. Such a rig is shown like any other. */
import type { Trouble } from "./rig.context.ts";
import type { DesiredRig } from "./desired.ts";

export type HoldReason = "RigObserved" | "RigPaused";

const REASONS: ReadonlySet<string> = new Set<HoldReason>(["RigObserved", "RigPaused"]);

/** Of a rig that is both, observing is reported: the end of the pause alone would change nothing. */
export function holdReason({ observed, paused }: Pick<DesiredRig, "observed" | "paused">): HoldReason | null {
  if (observed === true) return "RigObserved";
  return paused ? "RigPaused" : null;
}

/** @param name the Rig's, in Kubernetes. */
export function rigHold(name: string, desired: Pick<DesiredRig, "observed" | "paused">): Trouble | null {
  const reason = holdReason(desired);
  if (reason === null) return null;
  const messages: Readonly<Record<HoldReason, string>> = {
    RigObserved: `rig ${name} is only observed: \`kubectl gastown take rig/${name}\` lets its polecats work`,
    RigPaused: `spec.paused of rig ${name} is true`,
  };
  return { reason, message: messages[reason] };
}

export function isRigHold(reason: string): boolean {
  return REASONS.has(reason);
}
