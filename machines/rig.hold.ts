/** Holds: by which word of a person nothing is asked of gt for a rig and its polecats. Such a rig is shown like any other. */
import type { Trouble } from "./rig.context.ts";
import type { RigWish } from "./wishes.ts";

const REASONS: ReadonlySet<string> = new Set(["RigObserved", "RigPaused"]);

/** @param name the Rig's, in Kubernetes. */
export function rigHold(
  name: string,
  { observed, paused }: Pick<RigWish, "observed" | "paused">,
): Trouble | null {
  if (observed === true) {
    return {
      reason: "RigObserved",
      message: `rig ${name} is only observed: \`kubectl gastown take rig/${name}\` lets its polecats work`,
    };
  }
  return paused ? { reason: "RigPaused", message: `spec.paused of rig ${name} is true` } : null;
}

export function isRigHold(reason: string): boolean {
  return REASONS.has(reason);
}
