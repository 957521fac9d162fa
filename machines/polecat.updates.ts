/** Updates: how each fact and each answer changes what a Polecat's machine remembers. Pure. */
import { isDone, slingObjection } from "./bead-status.ts";
import {
  beadInWork,
  NOWHERE,
  trackedBead,
  type RecordedBlocker,
  type PolecatContext,
} from "./polecat.context.ts";
import { holderOf } from "./polecat.hook.ts";
import { nameUnder } from "./polecat.ownership.ts";
import { branchBy, sessionSince } from "./polecat.evidence.ts";
import {
  finishedAtBy,
  isLimitChanged,
  isWorkBack,
  NEVER_RESTED,
  restsSince,
  restUnder,
} from "./polecat.rest.ts";
import { endUnresponsive, nextPane } from "./polecat.warnings.ts";
import { isEndRequested, targetState } from "./polecat.decision.ts";
import type { PolecatFacts } from "./facts.ts";
import type { NukeOutput, ProveOutput, ServiceFault, SlingOutput } from "./services.ts";
import type { DesiredPolecat } from "./desired.ts";

type Update = Partial<PolecatContext>;

export function acceptDesired(context: PolecatContext, desired: DesiredPolecat): Update {
  const renewed = desired.generation !== context.desired.generation;
  const polecatName = nameUnder(context, desired);
  return {
    desired,
    polecatName,
    ...(renewed && { attempts: 0, refusals: 0 }),
    ...(isLimitChanged(context.desired, desired) && { idleLimitReached: false }),
    ...restUnder(context, polecatName),
    ...(desired.finalizer !== context.desired.finalizer && { finalizerProblem: null }),
    // What was seen was another rig's.
    ...(desired.gtRig !== context.desired.gtRig && { facts: null }),
    ...(desired.managed && !context.desired.managed && { facts: null, awaitsTakeover: true }),
  };
}

/** What of it is a change of ownership is polecat.ownership.ts. */
export function acceptFacts(context: PolecatContext, facts: PolecatFacts): Update {
  const finishedAt = finishedAtBy(context, facts, null);
  return {
    facts,
    lastGoodAt: facts.lastGoodAt ?? context.lastGoodAt,
    pane: nextPane(context, facts),
    branch: branchBy(context, facts),
    stoppedAt: sessionSince(context, facts),
    finishedAt,
    ...((finishedAt !== context.finishedAt || isWorkBack(context, facts)) && { idleLimitReached: false }),
  };
}

/** After a gt write or a restart the old reads say nothing: wait for one that began later. */
export function distrustFacts(_context: PolecatContext, at: number): Update {
  return { facts: null, notBefore: at };
}

/**
 * The bead was found on the hook of a polecat that no other resource drives: that one is ours, and its bead is in work,
 * also on the way out: an end that nobody asked for by name has to wait for it.
 */
export function followHolder(context: PolecatContext): Update {
  const holder = holderOf(context);
  if (holder === null) return {};
  return {
    polecatName: holder,
    lostSling: null,
    assignedBead: trackedBead(context),
    ...(holder !== context.polecatName && { ...NOWHERE, ...NEVER_RESTED, ...endUnresponsive() }),
  };
}

export function beginWork(context: PolecatContext): Update {
  const facts = context.facts;
  const bead = context.desired.managed ? trackedBead(context) : observedIssue(facts);
  return {
    heldPhase: "Working",
    assignedBead: bead,
    closedBead: null,
    nuked: null,
    finishedAt: null,
    idleSince: null,
    blocker: null,
    attempts: 0,
    refusals: 0,
    slungAt: context.slungAt ?? facts?.startedAt ?? null,
  };
}

function observedIssue(facts: PolecatFacts | null): string | null {
  return facts?.polecat?.seen === "present" ? facts.polecat.issue : null;
}

/**
 * Remembers the bead that the newest facts read as closed, so that the next one may be tracked. One is remembered: where
 * it is not the assigned one, that one is forgotten with the bead before, or else it would count as in work again.
 */
export function noteClosedBead(context: PolecatContext): Update {
  const bead = context.facts?.bead;
  if (bead?.reading !== "known" || !isDone(bead.status) || bead.id !== trackedBead(context)) return {};
  const isAssigned = bead.id === context.assignedBead;
  return { closedBead: bead.id, slungAt: null, ...(!isAssigned && { assignedBead: null }) };
}

/** The bead that counts as in work still is in nobody's work: it would be slung though nobody asks for it any more. */
export function hasWorkEnded(context: PolecatContext): boolean {
  const bead = context.desired.managed ? beadInWork(context) : null;
  return bead !== null && beadInWork({ ...context, ...noteEndOfWork(context) }) !== bead;
}

/** A bead that went back to open, or is gone, is in nobody's work: what the spec names now comes next. */
export function noteEndOfWork(context: PolecatContext): Update {
  const closed = noteClosedBead(context);
  if (closed.closedBead !== undefined) return closed;
  const isLetGo = ["pending", "idle", "failed"].includes(targetState(context));
  return isLetGo ? { assignedBead: null, slungAt: null } : {};
}

export function beginRest(context: PolecatContext): Update {
  return {
    ...noteClosedBead(context),
    ...endUnresponsive(),
    heldPhase: "Idle",
    nuked: null,
    idleSince: restsSince(context),
    attempts: 0,
    refusals: 0,
  };
}

export function recordSling(context: PolecatContext, output: SlingOutput): Update {
  if (output.outcome !== "slung") return {};
  return {
    ...distrustFacts(context, output.at),
    polecatName: output.polecat,
    branch: output.branch,
    worktree: output.worktree,
    session: output.session,
    stoppedAt: null,
    nuked: null,
    assignedBead: output.bead,
    closedBead: null,
    slungAt: output.at,
    lostSling: null,
    ...endUnresponsive(),
    // What the terminal showed of the work before is no sign of silence in this one.
    pane: null,
  };
}

/**
 * The read before the sling is evidence as good as an observation's. Without it a bead that closed while something else
 * was asked for would be slung for ever: each try clears the facts by which its closing would be noted.
 */
export function recordClosedBead(context: PolecatContext, output: SlingOutput): Update {
  const distrusted = distrustFacts(context, output.at);
  if (output.outcome !== "beadClosed" || (output.closed ?? null) !== trackedBead(context)) return distrusted;
  const isAssigned = output.closed === context.assignedBead;
  return {
    ...distrusted,
    closedBead: trackedBead(context),
    slungAt: null,
    ...(!isAssigned && { assignedBead: null }),
  };
}

export function recordPostponement(context: PolecatContext, output: SlingOutput): Update {
  if (output.outcome !== "postponed") return {};
  return {
    ...distrustFacts(context, output.at),
    attempts: context.attempts + 1,
    blocker: { reason: output.reason, message: output.message, at: output.at },
  };
}

export function recordRefusal(context: PolecatContext, output: SlingOutput): Update {
  if (output.outcome !== "refused") return {};
  return {
    ...distrustFacts(context, output.at),
    attempts: context.attempts + 1,
    refusals: context.refusals + 1,
    blocker: { reason: output.reason ?? "SlingRefused", message: output.message, at: output.at },
  };
}

/** No answer: nothing is known about the effect, so the facts are old too. */
export function recordFault(context: PolecatContext, fault: ServiceFault): Update {
  return {
    ...recordLostSling(context, fault.at),
    attempts: context.attempts + 1,
    blocker: asBlocker(fault),
  };
}

/** The operator ended while gt was asked. */
export function recordLostSling(context: PolecatContext, at: number): Update {
  return { ...distrustFacts(context, at), lostSling: trackedBead(context) };
}

/** A proof that could not be completed blocks like one that failed: nothing is destroyed on doubt. */
export function recordUnknown(context: PolecatContext, fault: ServiceFault): Update {
  return {
    attempts: context.attempts + 1,
    blocker: { reason: "StateUnknown", message: `${fault.reason}: ${fault.message}`, at: fault.at },
  };
}

export function recordBlocker(context: PolecatContext, output: ProveOutput | NukeOutput): Update {
  if (output.outcome !== "blocked") return {};
  return {
    attempts: context.attempts + 1,
    blocker: { reason: output.reason, message: output.message, at: output.at },
    ...("proof" in output && { proof: output.proof }),
  };
}

export function rememberProof(_context: PolecatContext, output: ProveOutput): Update {
  return output.outcome === "proven" ? { proof: output.proof, blocker: null } : {};
}

/** Why no work comes of the bead that the spec names. */
export function recordUnfitBead(context: PolecatContext): Update {
  const id = trackedBead(context) ?? "";
  const bead = context.facts?.bead;
  const at = context.facts?.startedAt ?? 0;
  if (bead?.reading === "known") {
    const { reason, message } = slingObjection(bead) ?? {
      reason: "BeadEnded",
      message: `bead ${id} has ended`,
    };
    return { blocker: { reason, message: `${message}: name another bead in spec.beadID`, at } };
  }
  const message = `bead ${id} does not exist in the town: correct spec.beadID, or create the bead`;
  return { blocker: { reason: "BeadNotFound", message, at } };
}

/** A spec that came too late to stop the nuke is not what ended: it begins the next incarnation. */
export function endLife(context: PolecatContext): Update {
  const isOvertaken = context.desired.managed && !isEndRequested(context);
  return {
    endedAtGeneration: isOvertaken ? null : context.desired.generation,
    blocker: null,
    attempts: 0,
    ...NEVER_RESTED,
    ...endUnresponsive(),
    slungAt: null,
    lostSling: null,
    closedBead: null,
    assignedBead: null,
    // gt gives the name to another: of the two only a view goes on to follow it.
    polecatName: context.desired.managed ? null : context.desired.boundTo,
    awaitsTakeover: false,
    ...NOWHERE,
  };
}

export function recordFailure(context: PolecatContext): Update {
  return { endedAtGeneration: context.desired.generation };
}

export function beginIncarnation(context: PolecatContext): Update {
  const nothingProven = { proof: null, nuked: null };
  return { ...beginAgain(), ...nothingProven, incarnation: context.incarnation + 1, heldPhase: "Pending" };
}

export function beginAgain(): Update {
  return { endedAtGeneration: null, attempts: 0, refusals: 0, blocker: null, idleLimitReached: false };
}

function asBlocker(fault: ServiceFault): RecordedBlocker {
  return { reason: fault.reason, message: fault.message, at: fault.at };
}
