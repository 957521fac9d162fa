/** Hook: what is on a polecat's hook, or that nothing is, by the reads that say so. Pure. */
import { isDone, isHookedBy } from "./bead-status.ts";
import type { Sighting } from "./facts.ts";
import { gtRigOf, trackedBead, type PolecatContext } from "./polecat.context.ts";

export function isHooked(
  { facts, desired }: Pick<PolecatContext, "facts" | "desired">,
  name: string,
): boolean {
  const bead = facts?.bead;
  return bead?.reading === "known" && isHookedBy(bead, gtRigOf(desired), name);
}

/**
 * The polecat that has the tracked bead, where no other resource drives it. The facts may be of the bead that was tracked
 * when they were asked for, and that is none of this resource's any more: whoever has that one is somebody else's.
 */
export function holderOf(context: PolecatContext): string | null {
  const { facts } = context;
  return facts?.bead?.id === trackedBead(context) ? facts.holder : null;
}

/**
 * Whether it is known to have no work, where neither its list nor the read of its bead has anything on its hook. While
 * Dolt is down, if only for a second, the list shows a polecat without what is on its hook. Of what it says then only the
 * word `idle` is evidence: gt says it where it has looked for work, and found none.
 */
export function isWithoutWork(
  context: PolecatContext,
  { state, timesWithoutIssue = 2 }: Extract<Sighting, { seen: "present" }>,
): boolean {
  const bead = context.facts?.bead ?? null;
  // Of a bead that was not its own nothing follows for it.
  const own = bead !== null && bead.id === context.assignedBead ? bead : null;
  if (own?.reading === "unknown") return false;
  const isDoneWithIt = own?.reading === "known" && isDone(own.status);
  return isDoneWithIt || state === "idle" || timesWithoutIssue === 2;
}
