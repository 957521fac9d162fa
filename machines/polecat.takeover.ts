/**
 * Takeover: a resource that only observed a polecat becomes the one that drives it, and the other way round. What the
 * polecat has on its hook is the bead in work of who is bound to it: it goes on, whatever the spec asks for next.
 */
import type { PolecatFacts } from "./facts.ts";
import { beadInWork, trackedBead, type PolecatContext } from "./polecat.context.ts";
import { isHooked, isWithoutWork } from "./polecat.hook.ts";
import { isBound, releasePolecat } from "./polecat.loss.ts";
import { NEVER_RESTED } from "./polecat.rest.ts";
import { isEndRequested } from "./polecat.decision.ts";
import type { PolecatWish } from "./wishes.ts";

type Update = Partial<PolecatContext>;

/**
 * A new binding counts at once. An old one does not bring back a polecat that was lost or ended, for gt has given its
 * name to another by then, nor one in place of the polecat that gt made for a later sling.
 */
export function nameUnder({ wish: before, polecatName }: PolecatContext, wish: PolecatWish): string | null {
  if (wish.boundTo !== before.boundTo) return wish.boundTo ?? polecatName;
  return wish.managed ? polecatName : (polecatName ?? wish.boundTo);
}

/** Null where the facts change nothing of what is bound to the polecat. */
export function followHook(context: PolecatContext, facts: PolecatFacts): Update | null {
  if (!facts.town.trusted) return null;
  if (context.wish.managed && context.awaitsTakeover) return takeOver(context, facts);
  if (isWorkOfAnother(context, facts)) return { assignedBead: null, slungAt: null };
  const issue = ownIssue(context, facts);
  if (issue === null) return null;
  if (!context.wish.managed) return issue === context.assignedBead ? null : worksOn(issue);
  // Somebody gave work to the polecat that this resource rests with, and no other resource drives it for that.
  const isResting = isBound(context) && beadInWork(context) === null;
  const isNews = issue !== trackedBead(context) && issue !== context.closedBead;
  return isResting && isNews && !isEndRequested(context) ? worksOn(issue) : null;
}

/**
 * gt gave the polecat that rests here to the bead of another resource, which was not known to drive it yet when the hook
 * was first seen. Nobody asks this resource for that bead, and it would try to sling it for ever.
 */
function isWorkOfAnother(context: PolecatContext, { polecat }: PolecatFacts): boolean {
  const { wish, polecatName } = context;
  const bead = beadInWork(context);
  const isAnothers =
    polecat?.seen === "present" && polecat.name === polecatName && polecat.isAnothers === true;
  return isAnothers && wish.managed && wish.boundTo === polecatName && bead !== null && bead !== wish.bead;
}

function takeOver(context: PolecatContext, facts: PolecatFacts): Update | null {
  const { polecat } = facts;
  if (context.polecatName === null) return { awaitsTakeover: false, assignedBead: null };
  if (polecat?.name !== context.polecatName) return null;
  switch (polecat.seen) {
    case "present": {
      const issue = ownIssue(context, facts);
      if (issue !== null) return { awaitsTakeover: false, ...worksOn(issue) };
      const isAnothers = polecat.isAnothers === true;
      if (!isAnothers && !isWithoutWork({ ...context, facts }, polecat)) return null;
      const isLost = isAnothers && !isBound(context);
      return {
        awaitsTakeover: false,
        ...(beadInWork(context) !== null && { assignedBead: null }),
        // Another resource has taken it over meanwhile: nothing of it is left here.
        ...(isLost && { assignedBead: null, ...releasePolecat() }),
      };
    }
    case "absent":
      if (polecat.times === 1) return null;
      return { awaitsTakeover: false, polecatName: null, assignedBead: null, ...NEVER_RESTED };
    case "unknown":
      return null;
    default:
      return polecat satisfies never;
  }
}

/** What is on the hook of the resource's polecat, unless another resource drives it. */
function ownIssue({ polecatName, wish }: PolecatContext, facts: PolecatFacts): string | null {
  const { polecat, bead } = facts;
  if (polecat?.seen !== "present" || polecat.name !== polecatName) return null;
  if (polecat.isAnothers === true && wish.managed) return null;
  if (polecat.issue !== null) return polecat.issue;
  // gt says it twice, and while Dolt is down, if only for a second, the list leaves it out.
  return bead !== null && isHooked({ facts, wish }, polecat.name) ? bead.id : null;
}

function worksOn(issue: string): Update {
  return { assignedBead: issue, closedBead: null, ...NEVER_RESTED, idleLimitReached: false };
}
