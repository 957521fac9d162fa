/**
 * Standing: the state that wish and facts ask for, as one pure decision.
 * Every state of the machine leaves when its standing is another; so a lost or repeated event changes nothing.
 */
import { wholeAddress } from "./addresses.ts";
import { isDone, isEnded } from "./bead-status.ts";
import { beadInWork, gtRigOf, trackedBead, type PolecatContext } from "./polecat.context.ts";
import type { BeadReading, Sighting } from "./facts.ts";
import { holderOf, isHooked, isWithoutWork } from "./polecat.hook.ts";
import { isRigHold } from "./rig.hold.ts";

/** `undecided`: the facts do not allow a decision, so nothing moves. */
export type Standing = "undecided" | "pending" | "working" | "idle" | "terminating" | "terminated" | "failed";

export function standing(context: PolecatContext): Standing {
  const { facts, wish } = context;
  if (facts === null || !facts.town.trusted) return "undecided";
  if (!wish.managed) return observedStanding(context, facts.polecat);
  if (context.awaitsTakeover) return "undecided";
  if (wishesEnd(context)) return endStanding(facts.polecat, holderOf(context), context.polecatName);
  return workStanding(context, facts.bead, facts.polecat);
}

/** A person, a deletion with `deletionPolicy: Terminate`, or the idle limit asks for the end. */
export function wishesEnd(context: PolecatContext): boolean {
  const { wish } = context;
  return wish.desired === "Terminated" || wish.deletionTerminates || context.idleLimitReached;
}

/** True for ends that nobody asked for by name: those may not take a polecat from an open bead. */
export function endsAutomatically(context: PolecatContext): boolean {
  return context.wish.desired !== "Terminated";
}

/** A view follows the town: it has no wish of its own. */
function observedStanding(context: PolecatContext, polecat: Sighting | null): Standing {
  // These facts speak of another polecat: the next observation speaks of this one.
  if (polecat?.name !== context.polecatName) return "undecided";
  if (polecat.seen === "present") {
    if (polecat.issue !== null || isHooked(context, polecat.name)) return "working";
    return isWithoutWork(context, polecat) ? "idle" : "undecided";
  }
  if (polecat.seen === "absent" && polecat.times === 2) return "terminated";
  return "undecided";
}

function endStanding(polecat: Sighting | null, holder: string | null, name: string | null): Standing {
  if (name === null) return holder === null ? "terminated" : "terminating";
  if (polecat === null || polecat.name !== name) return "undecided";
  switch (polecat.seen) {
    case "present":
      return "terminating";
    case "absent":
      return polecat.times === 2 ? "terminated" : "undecided";
    case "unknown":
      return "undecided";
    default:
      return polecat satisfies never;
  }
}

function workStanding(context: PolecatContext, bead: BeadReading | null, polecat: Sighting | null): Standing {
  const tracked = trackedBead(context);
  if (tracked === null || (beadInWork(context) === null && !wantsWork(context))) return "idle";
  // These facts speak of the bead before: the next observation speaks of this one.
  if (bead?.id !== tracked) return beadInWork(context) === null ? "pending" : "undecided";
  switch (bead.reading) {
    case "unknown":
      return "undecided";
    case "missing":
      return bead.times === 1 ? "undecided" : missingStanding(context, tracked);
    case "known":
      break;
    default:
      return bead satisfies never;
  }
  if (isEnded(bead.status) && !isDone(bead.status)) return fruitlessStanding(context, tracked);
  if (isDone(bead.status)) return tracked === context.wish.bead || !wantsWork(context) ? "idle" : "pending";
  if (holderOf(context) !== null) return "working";
  const hook = isOnHook(context, bead, polecat) ? hookStanding(polecat) : "pending";
  if (hook !== "pending") return hook;
  return wantsWork(context) ? "pending" : "idle";
}

/** Whoever names a rig that is not there, or not whole, has to mend that first: its beads may come with it. */
function missingStanding(context: PolecatContext, tracked: string): Standing {
  const rig = context.facts?.rig;
  const isRigAmiss = rig?.usable === false && !isRigHold(rig.reason);
  if (!isRigAmiss || !wantsWork(context) || context.closedBead === tracked) {
    return fruitlessStanding(context, tracked);
  }
  return beadInWork(context) === null ? "pending" : "undecided";
}

/**
 * The bead is gone: nothing comes of it any more. One that was seen closed was done, whatever became of it since: towns
 * delete closed beads after a while.
 */
function fruitlessStanding(context: PolecatContext, tracked: string): Standing {
  if (!wantsWork(context) || context.closedBead === tracked) return "idle";
  return tracked === context.wish.bead ? "failed" : "pending";
}

/** The hook names the polecat, but only a list that shows it (or lacks it twice) says whether it lives. */
function hookStanding(polecat: Sighting | null): Standing {
  if (polecat === null) return "working";
  if (polecat.seen === "absent") return polecat.times === 2 ? "pending" : "undecided";
  if (polecat.seen === "unknown") return "undecided";
  // Of the polecat that had the bead nothing but the name is left: the one that has it now works for somebody else.
  return polecat.isAnothers === true ? "pending" : "working";
}

/** gt says twice what is on a hook: in the bead's assignee and in the list's `issue`. Either will do. */
function isOnHook(
  context: PolecatContext,
  bead: { readonly id: string; readonly assignee: string | null },
  polecat: Sighting | null,
): boolean {
  const { polecatName, wish } = context;
  if (polecatName !== null && bead.assignee === wholeAddress(gtRigOf(wish), polecatName)) return true;
  return polecat?.seen === "present" && polecat.issue === bead.id;
}

function wantsWork(context: PolecatContext): boolean {
  return context.wish.desired === "Working" && context.wish.bead !== null;
}
