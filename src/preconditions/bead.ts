/** Whether a bead may be slung: nobody else has it, it is of the rig, and neither its status nor the rig's holds it back. */
import {
  isEnded,
  isHookedBy,
  parkingOf,
  slingObjection,
  type Admission,
  type Blocker,
} from "../../machines/index.ts";
// Not through the door of src/gt: the inspector's page has this file, and nothing in a browser can run a program.
import { routeOf } from "../gt/bead-routes.ts";
import type { RigEntry } from "../gt/index.ts";

/** Who wants the bead. */
export interface Wanting {
  /** gt's name of its rig. */
  readonly rig: string;
  readonly polecatName: string | null;
  /** Under which name a rig of gt's is known here, for people. */
  readonly shown: (gtName: string) => string;
}

interface BeadSeen {
  readonly id: string;
  readonly status: string;
  readonly assignee: string | null;
}

/** The bead is another resource's, and so is the polecat that has it, also while none of the two knows its name. */
export function isClaimed(admission: Admission): boolean {
  return !admission.granted && admission.reason === "BeadClaimed";
}

/**
 * Work that somebody else has is not taken from them, and what the town itself holds back is not begun.
 * @param rigs of the town; empty where they were not read. @param bead null where it was not read.
 */
export function beadBlocker(
  rigs: readonly RigEntry[],
  { rig, polecatName, shown }: Wanting,
  bead: BeadSeen | null,
): Blocker | null {
  const parking = parkingOf(rig, rigs.find(({ name }) => name === rig)?.status);
  if (bead === null || isHookedBy(bead, rig, polecatName ?? "")) return parking;
  const ofAnother = isEnded(bead.status) ? null : beadOfAnotherRig(rigs, rig, bead.id, shown);
  return ofAnother ?? slingObjection(bead) ?? parking;
}

/** gt slings a bead only to the rig whose database has it. */
export function beadOfAnotherRig(
  rigs: readonly RigEntry[],
  rig: string,
  id: string,
  shown: Wanting["shown"],
): Blocker | null {
  const route = routeOf(id, rigs);
  if (!route.found || route.rig === rig) return null;
  const message =
    route.rig === null
      ? `bead ${id} is the town's own, and gt slings only beads of rig ${shown(rig)} to it: name one of those`
      : `bead ${id} belongs to rig ${shown(route.rig)}, and this Polecat to rig ${shown(rig)}: make a Polecat of rig ${shown(route.rig)} for it`;
  return { reason: "BeadOfAnotherRig", message };
}
