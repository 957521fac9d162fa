/**
 * Loss: a polecat without a bead of ours that gt gave to another, or that is gone, is no longer ours. Keeping its name
 * would let a later termination nuke somebody else's work. Pure.
 */
import type { PolecatFacts } from "./facts.ts";
import { beadInWork, NOWHERE, trackedBead, type PolecatContext } from "./polecat.context.ts";
import { holderOf } from "./polecat.hook.ts";
import { NEVER_RESTED } from "./polecat.rest.ts";

export function isLost(context: PolecatContext, facts: PolecatFacts): boolean {
  if (!context.wish.managed || !facts.town.trusted || beadInWork(context) !== null) return false;
  if (facts.polecat?.name !== context.polecatName) return false;
  if (facts.polecat.seen === "absent") return facts.polecat.times === 2;
  if (facts.polecat.seen !== "present") return false;
  if (facts.polecat.isAnothers === true) return !isBound(context);
  // The hook may name the closed bead of ours still, or once more: that is no other work.
  return (
    facts.polecat.issue !== null && ![trackedBead(context), context.closedBead].includes(facts.polecat.issue)
  );
}

/** Who is bound to it keeps its name, in order to say so: the services touch nothing that another resource drives. */
export function isBound({ wish, polecatName }: PolecatContext): boolean {
  return wish.boundTo === polecatName;
}

/**
 * It was given away, or is gone, by the facts that its work ended with: these come once, so it is let go of with them.
 * Otherwise the resource would speak of somebody else's polecat until the town changed again. One that has its bead by the
 * same facts is followed instead: let go of and followed by turns, the machine would never come to a state.
 */
export function hasLostPolecat(context: PolecatContext): boolean {
  const { polecatName, facts } = context;
  if (polecatName === null || facts === null || holderOf(context) === polecatName) return false;
  return isLost(context, facts);
}

export function releasePolecat(): Partial<PolecatContext> {
  return { polecatName: null, ...NOWHERE, ...NEVER_RESTED };
}
