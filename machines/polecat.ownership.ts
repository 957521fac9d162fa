/**
 * Ownership: which polecat and which bead in work are a resource's own, by what the town says. Each change of it is a
 * transition with a name, which stands in the journal. A polecat without a bead of ours that gt gave to another, or that is
 * gone, is no longer ours: keeping its name would let a later termination nuke somebody else's work. What the polecat of a
 * view has on its hook is the bead in work of who takes it over: it goes on, whatever the spec asks for next. Pure.
 */
import type { PolecatFacts } from "./facts.ts";
import { beadInWork, NOWHERE, trackedBead, type PolecatContext } from "./polecat.context.ts";
import { isEndRequested } from "./polecat.decision.ts";
import { holderOf, isHooked, isWithoutWork } from "./polecat.hook.ts";
import { finishedAtBy, NEVER_RESTED } from "./polecat.rest.ts";
import type { DesiredPolecat } from "./desired.ts";

type Update = Partial<PolecatContext>;

/** What each change says. */
export const OWNERSHIP = {
  workFinishedUnseen:
    "A sling whose answer was lost went through, and its bead closed before it was seen on a hook: the polecat that had it is ours.",
  nothingToTakeOver: "A view was taken over that has no polecat.",
  workTakenOver: "A view was taken over: what is on the hook of its polecat is the bead in work.",
  restTakenOver: "A view was taken over whose polecat has no work.",
  takenByAnother: "A view was taken over whose polecat another resource has taken meanwhile.",
  goneBeforeTakeover: "A view was taken over whose polecat two lists lack.",
  workOfAnother: "gt gave the polecat that rests here to the bead of another resource, which drives it now.",
  workSeen: "The polecat of a view has another bead on its hook.",
  workGiven: "Somebody gave a bead to the polecat that rests here.",
  polecatLost: "The polecat that rests here was given to other work, or two lists lack it.",
} as const;

export type OwnershipChange = keyof typeof OWNERSHIP;

/** What becomes of it by facts that are about to be accepted; null where that is nothing. */
export function ownershipChange(context: PolecatContext, facts: PolecatFacts): OwnershipChange | null {
  if (!facts.town.trusted) return null;
  if (isFinishedUnseen(context, facts)) return "workFinishedUnseen";
  return byHook(context, facts) ?? (isLost(context, facts) ? "polecatLost" : null);
}

/** With the facts that led to the change, once these were accepted. */
export function changeOwnership(
  context: PolecatContext,
  { change, facts }: { readonly change: OwnershipChange; readonly facts: PolecatFacts },
): Update {
  switch (change) {
    case "workFinishedUnseen":
      return takeFinisher(context, facts);
    case "nothingToTakeOver":
      return { awaitsTakeover: false, assignedBead: null };
    case "workTakenOver":
      return { awaitsTakeover: false, ...worksOn(ownIssue(context, facts)) };
    case "restTakenOver":
      return { awaitsTakeover: false, ...(beadInWork(context) !== null && { assignedBead: null }) };
    case "takenByAnother":
      return { awaitsTakeover: false, assignedBead: null, ...releasePolecat() };
    case "goneBeforeTakeover":
      return { awaitsTakeover: false, polecatName: null, assignedBead: null, ...NEVER_RESTED };
    case "workOfAnother":
      return { assignedBead: null, slungAt: null };
    case "workSeen":
    case "workGiven":
      return worksOn(ownIssue(context, facts));
    case "polecatLost":
      return releasePolecat();
    default:
      return change satisfies never;
  }
}

function byHook(context: PolecatContext, facts: PolecatFacts): OwnershipChange | null {
  if (context.desired.managed && context.awaitsTakeover) return byTakeover(context, facts);
  if (isWorkOfAnother(context, facts)) return "workOfAnother";
  const issue = ownIssue(context, facts);
  if (issue === null) return null;
  if (!context.desired.managed) return issue === context.assignedBead ? null : "workSeen";
  // Somebody gave work to the polecat that this resource rests with, and no other resource drives it for that.
  const isResting = isBound(context) && beadInWork(context) === null;
  const isNews = issue !== trackedBead(context) && issue !== context.closedBead;
  return isResting && isNews && !isEndRequested(context) ? "workGiven" : null;
}

function byTakeover(context: PolecatContext, facts: PolecatFacts): OwnershipChange | null {
  const { polecat } = facts;
  if (context.polecatName === null) return "nothingToTakeOver";
  if (polecat?.name !== context.polecatName) return null;
  switch (polecat.seen) {
    case "present": {
      if (ownIssue(context, facts) !== null) return "workTakenOver";
      const isAnothers = polecat.isAnothers === true;
      if (!isAnothers && !isWithoutWork({ ...context, facts }, polecat)) return null;
      return isAnothers && !isBound(context) ? "takenByAnother" : "restTakenOver";
    }
    case "absent":
      return polecat.times === 1 ? null : "goneBeforeTakeover";
    case "unknown":
      return null;
    default:
      return polecat satisfies never;
  }
}

/** Its polecat would be unknown here otherwise, and left behind for ever. */
function isFinishedUnseen(context: PolecatContext, facts: PolecatFacts): boolean {
  if (!context.desired.managed || context.polecatName !== null) return false;
  return facts.finisher !== null && facts.bead?.id === context.lostSling;
}

function takeFinisher(context: PolecatContext, facts: PolecatFacts): Update {
  const finishedAt = finishedAtBy(context, facts, context.lostSling);
  return {
    ...(context.awaitsTakeover && { awaitsTakeover: false, assignedBead: null }),
    ...NEVER_RESTED,
    polecatName: facts.finisher,
    lostSling: null,
    finishedAt,
    ...(finishedAt !== context.finishedAt && { idleLimitReached: false }),
  };
}

/**
 * The other resource was not known to drive it yet when the hook was first seen. Nobody asks this resource for that bead,
 * and it would try to sling it for ever.
 */
function isWorkOfAnother(context: PolecatContext, { polecat }: PolecatFacts): boolean {
  const { desired, polecatName } = context;
  const bead = beadInWork(context);
  const isAnothers =
    polecat?.seen === "present" && polecat.name === polecatName && polecat.isAnothers === true;
  return (
    isAnothers && desired.managed && desired.boundTo === polecatName && bead !== null && bead !== desired.bead
  );
}

function isLost(context: PolecatContext, facts: PolecatFacts): boolean {
  if (!context.desired.managed || !facts.town.trusted || beadInWork(context) !== null) return false;
  if (facts.polecat?.name !== context.polecatName) return false;
  if (facts.polecat.seen === "absent") return facts.polecat.times === 2;
  if (facts.polecat.seen !== "present") return false;
  if (facts.polecat.isAnothers === true) return !isBound(context);
  // The hook may name the closed bead of ours still, or once more: that is no other work.
  return (
    facts.polecat.issue !== null && ![trackedBead(context), context.closedBead].includes(facts.polecat.issue)
  );
}

/**
 * It was given away, or is gone, by the facts that its work ended with: these come once, so it is released with them.
 * Otherwise the resource would speak of somebody else's polecat until the town changed again. One that has its bead by the
 * same facts is followed instead: released and followed by turns, the machine would never come to a state.
 */
export function hasLostPolecat(context: PolecatContext): boolean {
  const { polecatName, facts } = context;
  if (polecatName === null || facts === null || holderOf(context) === polecatName) return false;
  return isLost(context, facts);
}

export function releasePolecat(): Update {
  return { polecatName: null, ...NOWHERE, ...NEVER_RESTED };
}

/** The bead is on the hook of another polecat than the one that was known: that one is ours now. */
export function isHolderNew(context: PolecatContext): boolean {
  const holder = holderOf(context);
  return holder !== null && holder !== context.polecatName;
}

/** Who is bound to it keeps its name, in order to say so: the services touch nothing that another resource drives. */
function isBound({ desired, polecatName }: PolecatContext): boolean {
  return desired.boundTo === polecatName;
}

/**
 * A new binding counts at once. An old one does not bring back a polecat that was lost or ended, for gt has given its
 * name to another by then, nor one in place of the polecat that gt made for a later sling.
 */
export function nameUnder(
  { desired: before, polecatName }: PolecatContext,
  desired: DesiredPolecat,
): string | null {
  if (desired.boundTo !== before.boundTo) return desired.boundTo ?? polecatName;
  return desired.managed ? polecatName : (polecatName ?? desired.boundTo);
}

/** What is on the hook of the resource's polecat, unless another resource drives it. */
function ownIssue({ polecatName, desired }: PolecatContext, facts: PolecatFacts): string | null {
  const { polecat, bead } = facts;
  if (polecat?.seen !== "present" || polecat.name !== polecatName) return null;
  if (polecat.isAnothers === true && desired.managed) return null;
  if (polecat.issue !== null) return polecat.issue;
  // gt says it twice, and while Dolt is down, if only for a second, the list leaves it out.
  return bead !== null && isHooked({ facts, desired }, polecat.name) ? bead.id : null;
}

function worksOn(issue: string | null): Update {
  return { assignedBead: issue, closedBead: null, ...NEVER_RESTED, idleLimitReached: false };
}
