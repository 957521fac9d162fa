/** What keeps a Polecat from its bead until a person changes a spec or the town: it claims no bead meanwhile. Pure. */
import { gtRigOf, isEnded, wholeAddress, type BeadReading, type Blocker } from "../../machines/index.ts";
import type { RigEntry } from "../gt/index.ts";
import { beadOfAnotherRig } from "../preconditions/bead.ts";
import { lastingRigBlocker, rigNotFound } from "../preconditions/rig.ts";
import type { TownObservation } from "./observation.ts";
import { servingRig, shownRigName, type Rigs } from "./rigs.ts";

/** Who wants a bead. */
export interface Wanting {
  /** The Rig's name in Kubernetes. */
  readonly rig: string;
  /** gt's name of it; null where no Rig has told it. */
  readonly gtRig: string | null;
}

type Town = Pick<TownObservation, "rigs" | "polecats">;

/** Null also where a read that would tell has failed: nobody loses a bead because of that. */
export function lastingRefusal(
  { rigs }: Town,
  resources: Rigs,
  wanting: Wanting,
  bead: BeadReading | null,
): Blocker | null {
  const known = rigs.ok ? rigs.value : null;
  return rigRefusal(known, resources, wanting) ?? beadRefusal(known ?? [], resources, wanting, bead);
}

function rigRefusal(
  known: readonly RigEntry[] | null,
  resources: Rigs,
  { rig, gtRig }: Wanting,
): Blocker | null {
  const view = resources.get(rig);
  if (view === undefined) return rigNotFound(rig, servingRig(resources, rig)?.name);
  const isUnlisted = known !== null && !known.some(({ name }) => name === view.gtName);
  return lastingRigBlocker({ ...view, isUnlisted }, { gtRig });
}

function beadRefusal(
  known: readonly RigEntry[],
  resources: Rigs,
  wanting: Wanting,
  bead: BeadReading | null,
): Blocker | null {
  if (bead?.reading !== "known" || isEnded(bead.status)) return null;
  return beadOfAnotherRig(
    known,
    gtRigOf(wanting),
    bead.id,
    (gtName) => shownRigName(resources, gtName) ?? gtName,
  );
}

/** A polecat of its rig has the bead, or may have it: then the bead is no other's, whatever gt would refuse. */
export function isHeldInRig({ polecats }: Town, wanting: Wanting, bead: BeadReading): boolean {
  const rig = gtRigOf(wanting);
  const list = polecats.get(rig);
  if (list?.ok === true && list.value.some(({ issue }) => issue === bead.id)) return true;
  return bead.reading === "known" && bead.assignee?.startsWith(wholeAddress(rig, "")) === true;
}
