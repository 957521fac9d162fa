/** Views: kinds that show a part of a rig and change nothing. */
import type { RigAvailability, Trust } from "./facts.ts";
import { isRigHold } from "./rig.hold.ts";

/** What keeps a view from being right, or null. A rig that is paused or only observed is shown like any other. */
export function viewTrouble({
  town,
  rig,
}: {
  readonly town: Trust;
  readonly rig: RigAvailability;
}): { readonly reason: string; readonly message: string } | null {
  if (!rig.usable && rig.reason === "RigNotFound") return { reason: rig.reason, message: rig.message };
  if (!town.trusted) return { reason: town.reason, message: town.message };
  // A Rig that was made during the read is looked at with the next one: nothing is wrong with it.
  if (rig.usable || isRigHold(rig.reason) || rig.reason === "AwaitingObservation") return null;
  return { reason: rig.reason, message: rig.message };
}
