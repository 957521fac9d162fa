/**
 * The decision: where a polecat should be, by spec and town alone, as one pure function. `CAUSES` is its table: `decide`
 * says which of the causes holds, always exactly one, and the table to which state that leads. A state of the machine is
 * left when another one is asked for, so that a lost or repeated event changes nothing. docs/machines/polecat.md has the
 * same table.
 */
import { wholeAddress } from "./addresses.ts";
import { isDone, isEnded } from "./bead-status.ts";
import type { BeadReading, Sighting } from "./facts.ts";
import { beadInWork, gtRigOf, trackedBead, type PolecatContext } from "./polecat.context.ts";
import { holderOf, isHooked, isWithoutWork } from "./polecat.hook.ts";
import { isRigHold } from "./rig.hold.ts";

/** `undecided`: the facts do not allow a decision, so nothing moves. */
export type TargetState =
  "undecided" | "pending" | "working" | "idle" | "terminating" | "terminated" | "failed";

/** To which state a cause leads, and what it says, in a sentence for the pages. */
interface Lead {
  readonly to: TargetState;
  readonly says: string;
}

export const CAUSES = {
  townUnread: { to: "undecided", says: "The town was not read, or no read of it can be trusted." },
  takeoverPending: {
    to: "undecided",
    says: "It was a view, and what is on its polecat's hook is not known yet.",
  },
  endRequested: { to: "terminating", says: "Its end is asked for, and its polecat is there." },
  nothingToEnd: { to: "terminated", says: "Its end is asked for, and it has no polecat." },
  polecatGone: {
    to: "terminated",
    says: "Two lists lack the polecat that is to end, or that is only watched.",
  },
  polecatUnread: {
    to: "undecided",
    says: "No list says whether its polecat is there, or only one lacks it.",
  },
  nothingHooked: { to: "idle", says: "It is only watched, and nothing is on the hook of its polecat." },
  workNotRequested: { to: "idle", says: "No bead is in work, and the spec asks for none." },
  beadNotReadYet: { to: "pending", says: "The spec asks for a bead that no read has told of yet." },
  beadUnread: { to: "undecided", says: "The bead could not be read, or only one read lacks it." },
  rigUnusable: {
    to: "pending",
    says: "The bead is not there, and its rig is not as it should be: its beads may come with it.",
  },
  beadGone: { to: "idle", says: "The bead in work is gone, and the spec asks for none." },
  beadUnfit: { to: "failed", says: "The bead that the spec asks for is gone, and was not done before." },
  beadClosed: { to: "idle", says: "The bead is closed." },
  otherBeadRequested: {
    to: "pending",
    says: "The bead in work is closed or gone, and the spec asks for another one.",
  },
  beadHooked: { to: "working", says: "The bead is on the hook of a polecat that no other resource drives." },
  beadOpen: { to: "pending", says: "The spec asks for a bead that is on no hook." },
  beadWithdrawn: { to: "idle", says: "The bead in work is on no hook any more, and the spec asks for none." },
} as const satisfies Readonly<Record<string, Lead>>;

export type Cause = keyof typeof CAUSES;

export function targetState(context: PolecatContext): TargetState {
  return CAUSES[decide(context)].to;
}

export function decide(context: PolecatContext): Cause {
  const { facts, desired } = context;
  if (facts === null || !facts.town.trusted) return "townUnread";
  if (!desired.managed) return ofView(context, facts.polecat);
  if (context.awaitsTakeover) return "takeoverPending";
  if (isEndRequested(context)) return ofEnd(facts.polecat, holderOf(context), context.polecatName);
  return ofWork(context, facts.bead, facts.polecat);
}

/** A person, a deletion with `deletionPolicy: Terminate`, or the idle limit asks for the end. */
export function isEndRequested(context: PolecatContext): boolean {
  const { desired } = context;
  return desired.state === "Terminated" || desired.deletionTerminates || context.idleLimitReached;
}

/** True for ends that nobody asked for by name: those may not take a polecat from an open bead. */
export function isEndAutomatic(context: PolecatContext): boolean {
  return context.desired.state !== "Terminated";
}

/** The spec asks for work on this bead, and on no other before it. */
export function isBeadRequested(context: PolecatContext, bead: string): boolean {
  return context.desired.state === "Working" && !isEndRequested(context) && trackedBead(context) === bead;
}

function isWorkRequested(context: PolecatContext): boolean {
  return context.desired.state === "Working" && context.desired.bead !== null;
}

/** A view follows the town, whatever its spec asks for. */
function ofView(context: PolecatContext, polecat: Sighting | null): Cause {
  // These facts speak of another polecat: the next observation speaks of this one.
  if (polecat?.name !== context.polecatName) return "polecatUnread";
  if (polecat.seen !== "present") return ofAbsence(polecat);
  if (polecat.issue !== null || isHooked(context, polecat.name)) return "beadHooked";
  return isWithoutWork(context, polecat) ? "nothingHooked" : "beadUnread";
}

function ofEnd(polecat: Sighting | null, holder: string | null, name: string | null): Cause {
  if (name === null) return holder === null ? "nothingToEnd" : "endRequested";
  if (polecat === null || polecat.name !== name) return "polecatUnread";
  return polecat.seen === "present" ? "endRequested" : ofAbsence(polecat);
}

function ofAbsence(polecat: Exclude<Sighting, { seen: "present" }>): Cause {
  return polecat.seen === "absent" && polecat.times === 2 ? "polecatGone" : "polecatUnread";
}

function ofWork(context: PolecatContext, bead: BeadReading | null, polecat: Sighting | null): Cause {
  const tracked = trackedBead(context);
  const isInWork = beadInWork(context) !== null;
  if (tracked === null || (!isInWork && !isWorkRequested(context))) return "workNotRequested";
  // These facts speak of the bead before: the next observation speaks of this one.
  if (bead?.id !== tracked) return isInWork ? "beadUnread" : "beadNotReadYet";
  switch (bead.reading) {
    case "unknown":
      return "beadUnread";
    case "missing":
      return bead.times === 1 ? "beadUnread" : ofMissingBead(context, tracked);
    case "known":
      return ofKnownBead(context, bead, polecat);
    default:
      return bead satisfies never;
  }
}

/** Whoever names a rig that is not there, or not whole, has to mend that first: its beads may come with it. */
function ofMissingBead(context: PolecatContext, tracked: string): Cause {
  const rig = context.facts?.rig;
  const isRigAmiss = rig?.usable === false && !isRigHold(rig.reason);
  if (!isRigAmiss || !isWorkRequested(context) || context.closedBead === tracked) {
    return ofGoneBead(context, tracked);
  }
  return beadInWork(context) === null ? "rigUnusable" : "beadUnread";
}

/** Nothing comes of it any more. One that was seen closed was done: towns delete closed beads after a while. */
function ofGoneBead(context: PolecatContext, tracked: string): Cause {
  if (context.closedBead === tracked) return "beadClosed";
  if (!isWorkRequested(context)) return "beadGone";
  return tracked === context.desired.bead ? "beadUnfit" : "otherBeadRequested";
}

function ofKnownBead(
  context: PolecatContext,
  bead: Extract<BeadReading, { reading: "known" }>,
  polecat: Sighting | null,
): Cause {
  const isRequested = isWorkRequested(context);
  if (isEnded(bead.status) && !isDone(bead.status)) return ofGoneBead(context, bead.id);
  if (isDone(bead.status)) {
    return bead.id === context.desired.bead || !isRequested ? "beadClosed" : "otherBeadRequested";
  }
  if (holderOf(context) !== null) return "beadHooked";
  const hooked = isOnHook(context, bead, polecat) ? ofHook(polecat) : null;
  return hooked ?? (isRequested ? "beadOpen" : "beadWithdrawn");
}

/**
 * The hook names the polecat, but only a list that shows it (or lacks it twice) says whether it lives.
 * @returns null where nobody has the bead for this resource.
 */
function ofHook(polecat: Sighting | null): Cause | null {
  if (polecat === null) return "beadHooked";
  if (polecat.seen === "absent") return polecat.times === 2 ? null : "polecatUnread";
  if (polecat.seen === "unknown") return "polecatUnread";
  // gt has given the name to other work: this polecat belongs to another resource.
  return polecat.isAnothers === true ? null : "beadHooked";
}

/** gt says twice what is on a hook: in the bead's assignee and in the list's `issue`. Either will do. */
function isOnHook(
  context: PolecatContext,
  bead: { readonly id: string; readonly assignee: string | null },
  polecat: Sighting | null,
): boolean {
  const { polecatName, desired } = context;
  if (polecatName !== null && bead.assignee === wholeAddress(gtRigOf(desired), polecatName)) return true;
  return polecat?.seen === "present" && polecat.issue === bead.id;
}
