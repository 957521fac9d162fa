/** Whether the operator acts for a polecat, wherever its agent runs. */
import type { RigAvailability } from "../../../machines/index.ts";

/** Why nothing is done for it, where that is by a person's word; Manage otherwise. @param rig undefined where nothing was read. */
export function modeOf(
  { managed, paused }: { readonly managed: boolean; readonly paused: boolean },
  rig: RigAvailability | undefined,
): "Manage" | "Observe" | "Paused" {
  const held = rig?.usable === false ? rig.reason : null;
  if (!managed || held === "RigObserved") return "Observe";
  return paused || held === "RigPaused" ? "Paused" : "Manage";
}
