/** What holds a Polecat back from its bead, by what one observation says of the bead and of the rig. Pure. */
import type { Admission, BeadReading } from "../../machines/index.ts";
import type { RigEntry } from "../gt/index.ts";
import { beadBlocker, isClaimed } from "../preconditions/bead.ts";

/**
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
  const known = bead?.reading === "known" ? bead : null;
  const blocker = beadBlocker(rigs, { rig, polecatName, shown }, known);
  return blocker === null ? admission : { granted: false, ...blocker };
}
