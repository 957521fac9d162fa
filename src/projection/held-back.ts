/** What holds a Polecat back from its bead, by what the town says of the bead and of the rig. Pure. */
import {
  isEnded,
  isTaken,
  parkingOf,
  slingObjection,
  wholeAddress,
  type Admission,
  type BeadReading,
} from "../../machines/index.ts";
// Not through the door of src/gt: the inspector's page has this file, and nothing in a browser can run a program.
import { routeOf } from "../gt/bead-routes.ts";
import type { RigEntry } from "../gt/index.ts";

/** The bead is another resource's, and so is the polecat that has it, also while none of the two knows its name. */
export function isClaimed(admission: Admission): boolean {
  return !admission.granted && admission.reason === "BeadClaimed";
}

/**
 * Work that somebody else has is not taken from them, and what the town itself holds back is not begun.
 * @param rigs of the town; empty where they were not read. The Polecat's rig goes by gt's name, too.
 * @param shown under which name a rig of gt's is known here, for people.
 */
export function heldBack(
  rigs: readonly RigEntry[],
  { rig, polecatName }: { readonly rig: string; readonly polecatName: string | null },
  bead: BeadReading | null,
  admission: Admission,
  shown: (gtName: string) => string = (gtName) => gtName,
): Admission {
  // Whose Polecat has it says more than whose hook it is on.
  if (isClaimed(admission)) return admission;
  const objection = beadObjection(rigs, { rig, polecatName, shown }, bead) ?? rigObjection(rigs, rig);
  return objection === null ? admission : { granted: false, ...objection };
}

interface Objection {
  readonly reason: string;
  readonly message: string;
}

/** Who wants the bead. */
interface Wanting {
  readonly rig: string;
  readonly polecatName: string | null;
  readonly shown: (gtName: string) => string;
}

function beadObjection(
  rigs: readonly RigEntry[],
  { rig, polecatName, shown }: Wanting,
  bead: BeadReading | null,
): Objection | null {
  if (bead?.reading !== "known") return null;
  if (isTaken(bead.status) && bead.assignee === wholeAddress(rig, polecatName ?? "")) return null;
  return (isEnded(bead.status) ? null : ofAnotherRig(rigs, rig, bead.id, shown)) ?? slingObjection(bead);
}

/** gt slings a bead only to the rig whose database has it. */
export function ofAnotherRig(
  rigs: readonly RigEntry[],
  rig: string,
  id: string,
  shown: Wanting["shown"],
): Objection | null {
  const route = routeOf(id, rigs);
  if (!route.found || route.rig === rig) return null;
  const message =
    route.rig === null
      ? `bead ${id} is the town's own, and gt slings only beads of rig ${shown(rig)} to it: name one of those`
      : `bead ${id} belongs to rig ${shown(route.rig)}, and this Polecat to rig ${shown(rig)}: make a Polecat of rig ${shown(route.rig)} for it`;
  return { reason: "BeadOfAnotherRig", message };
}

function rigObjection(rigs: readonly RigEntry[], rig: string): Objection | null {
  return parkingOf(rig, rigs.find(({ name }) => name === rig)?.status);
}
