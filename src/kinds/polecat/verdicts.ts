/** What is to be said of a Polecat in each of its states: one verdict for each condition. */
import {
  gtRigOf,
  finalizerBlocker,
  isFailedByBead,
  isSessionStopped,
  slingBlocker,
  trackedBead,
  waitingBead,
  isEndRequested,
  writeBlocker,
  type BeadReading,
  type Blocker,
  type PolecatContext,
} from "../../../machines/index.ts";
import { shellWord } from "@gastown/system";
import type { PolecatActor, Placed } from "../live-actor.ts";
import { no, unreadVerdict, unusableRig, yes, type Verdict } from "../status/conditions.ts";
import { polecatPhase } from "./phase.ts";
import { moving, type Story } from "./story.ts";
import { unresponsiveText, warningText } from "./warnings.ts";

/** Reasons to wait that end only when a person acts. */
const NEEDS_A_PERSON = new Set([
  "ExecutionModeNotEnabled",
  "RigNotFound",
  "RigObserved",
  "BeadClaimed",
  "BeadOfAnotherRig",
  "BeadUnroutable",
]);

/** The one explanation from which Ready, Reconciling and Stalled are said. */
export function polecatStory(actor: Placed<PolecatActor>): Story {
  const { hasTag, context } = actor;
  const trouble = isSettled(actor) ? (finalizerTrouble(context) ?? ignoredState(actor)) : null;
  if (trouble !== null) return { ...trouble, isReady: false, isStalled: true };
  if (hasTag("undecided")) return undecidedStory(context);
  if (hasTag("ending")) return endingStory(actor);
  switch (polecatPhase(actor)) {
    case "Pending":
      return pendingStory(actor);
    case "Working":
      return workingStory(actor);
    case "Idle":
      return idleStory(context);
    case "Terminated":
      return { ...said("Terminated", "its polecat is gone"), isReady: ended(context), isStalled: false };
    case "Failed":
      return { ...failedBy(context), isReady: false, isStalled: true };
  }
}

/** Nothing is under way that would change its phase. */
function isSettled({ hasTag }: Placed<PolecatActor>): boolean {
  return hasTag("Working") || hasTag("Idle") || hasTag("Terminated");
}

/** Nothing was decided yet: what the newest read lacked, or whose Rig is in the way. */
function undecidedStory(context: PolecatContext): Story {
  const { facts, desired, lastGoodAt } = context;
  const isTrusted = facts?.town.trusted === true;
  const unread = isTrusted && facts.unreadPart ? unreadVerdict(facts.unreadPart, lastGoodAt) : null;
  const rig = isTrusted && desired.managed && !facts.rig.usable ? facts.rig : null;
  const lacked = isTrusted ? lackedOnce(facts.bead) : null;
  const { reason, message } = rig ?? unread ?? lacked ?? blockedBy(context, "AwaitingObservation");
  return { reason, message, isReady: false, isStalled: NEEDS_A_PERSON.has(reason) };
}

/** One read may have been too early for a bead that was just made: a second one decides. */
function lackedOnce(bead: BeadReading | null): Blocker | null {
  if (bead?.reading !== "missing" || bead.times !== 1) return null;
  return said(
    "AwaitingObservation",
    `the newest read of the town did not find bead ${bead.id}: once the next one does not either, it counts as missing`,
  );
}

function pendingStory({ hasTag, context }: Placed<PolecatActor>): Story {
  if (hasTag("slinging")) return moving(said("Slinging", `gt slings ${trackedBead(context) ?? "a bead"}`));
  if (hasTag("backingOff")) return moving(blockedBy(context, "BackingOff"));
  const blocker = slingBlocker(context) ?? said("AwaitingObservation", "");
  const isPaused = blocker.reason === "Paused";
  const isStalled = NEEDS_A_PERSON.has(blocker.reason);
  const isRefused = blocker.reason === "AwaitingFinalizer" && context.finalizerProblem !== null;
  return { ...blocker, isReady: false, isStalled: isStalled || isPaused || isRefused };
}

/** A view follows the town: what its spec asks for beyond that is not done, however well the polecat is. */
function ignoredState({ hasTag, context }: Placed<PolecatActor>): Blocker | null {
  const { desired, assignedBead } = context;
  const isMet =
    desired.state === "Idle" ||
    (desired.state === "Terminated" && hasTag("Terminated")) ||
    (desired.state === "Working" && hasTag("Working") && assignedBead === desired.bead);
  if (desired.managed || isMet) return null;
  const message = `desiredState ${desired.state} is not acted on while management is Observe: set spec.management to Manage`;
  return said("ObserveOnly", message);
}

/** The API server refuses a change of the finalizer: nothing of the polecat is in the way, but its end is. */
function finalizerTrouble(context: PolecatContext): Blocker | null {
  const { finalizerProblem, desired } = context;
  if (finalizerProblem === null) return null;
  const message = `its finalizer cannot be removed, so that it cannot be deleted: ${finalizerProblem}`;
  return desired.finalizer === "awaited" ? finalizerBlocker(context) : said("FinalizerKept", message);
}

function workingStory(actor: Placed<PolecatActor>): Story {
  const { hasTag, context } = actor;
  const { assignedBead, polecatName, desired } = context;
  if (desired.managed && isSessionStopped(context)) return stoppedStory(context);
  const waiting = waitingBead(context);
  if (waiting !== null) {
    return moving(
      said("BeadChangePending", `${waiting} waits until ${assignedBead ?? "the bead"} is closed`),
    );
  }
  if (desired.managed && isEndRequested(context)) return unanswered(context);
  const at = `${assignedBead ?? "a bead"} is in work by ${gtRigOf(desired)}/${polecatName ?? "unknown"}`;
  if (hasTag("stuck")) {
    const message = `${at}, ${unresponsiveText(context)}; ${warningText(actor)}`;
    return { ...said("Stuck", message), isReady: false, isStalled: true };
  }
  if (desired.managed && desired.state === "Idle")
    return moving(said("AwaitingClose", `${at}; idle once it is closed`));
  return { ...said("Working", at), isReady: true, isStalled: false };
}

/** Its end was asked for and then not any more: the work is all there, and nobody works on it. */
function stoppedStory({ assignedBead, polecatName, desired }: PolecatContext): Story {
  const name = `${gtRigOf(desired)}/${polecatName ?? "unknown"}`;
  const message = `${name} keeps ${assignedBead ?? "its bead"} and its worktree, and nobody works on it: its session was stopped for an end that did not come; \`gt session start ${shellWord(name)}\` starts another`;
  return { ...said("SessionStopped", message), isReady: false, isStalled: true };
}

function idleStory(context: PolecatContext): Story {
  const { closedBead, polecatName, desired } = context;
  const isAskedFor = desired.state === "Working" && desired.bead !== closedBead;
  if (desired.managed && (isEndRequested(context) || isAskedFor)) return unanswered(context);
  if (isClaimed(context)) {
    const message = `another Polecat resource drives ${gtRigOf(desired)}/${polecatName ?? ""}: this one leaves it alone`;
    return { ...said("PolecatClaimed", message), isReady: false, isStalled: true };
  }
  const message =
    closedBead !== null
      ? `bead ${closedBead} is closed`
      : polecatName !== null
        ? "no bead on its hook"
        : "no polecat yet: gt makes one when there is work";
  return { ...said(closedBead === null ? "Idle" : "BeadClosed", message), isReady: true, isStalled: false };
}

/** It is bound to a polecat that another resource drives. */
export function isClaimed({ facts, polecatName, desired }: PolecatContext): boolean {
  const polecat = facts?.polecat;
  return (
    desired.managed &&
    polecat?.seen === "present" &&
    polecat.name === polecatName &&
    polecat.isAnothers === true
  );
}

/** What gt has refused is not tried again when its cause ends: nobody would see that from gt's words alone. */
function failedBy(context: PolecatContext): Blocker {
  const failure = blockedBy(context, "Failed");
  if (context.blocker === null || isFailedByBead(context)) return failure;
  const again =
    "it is not tried again by itself: once the cause is gone, change the spec, or set spec.paused to true and back to false";
  return said(failure.reason, `${failure.message.replace(/\.$/, "")}; ${again}`);
}

function endingStory({ hasTag, context }: Placed<PolecatActor>): Story {
  if (hasTag("blocked")) {
    const { reason, message } = blockedBy(context, "StateUnknown");
    const stopped = isSessionStopped(context) ? `${message}; its session was stopped before` : message;
    return { ...said(reason, stopped), isReady: false, isStalled: true };
  }
  if (hasTag("nuked")) {
    const { town } = context.facts ?? {};
    const waits = `gt has nuked ${context.polecatName ?? "it"}: it counts as gone once two lists lack it`;
    return moving(town?.trusted === false ? said(town.reason, town.message) : said("Terminating", waits));
  }
  const blocker = hasTag("waiting") ? writeBlocker(context) : null;
  return moving(blocker ?? said("Terminating", `checks and ends ${context.polecatName ?? "its polecat"}`));
}

/** True for everything that a person asked to end. */
function ended({ desired }: PolecatContext): boolean {
  return (
    !desired.managed ||
    desired.state === "Terminated" ||
    desired.deletionTerminates ||
    desired.ttlSeconds !== null ||
    desired.maxIdleSeconds !== null
  );
}

/** The state is of an older spec, or of older facts: the newest read did not allow a decision. */
function unanswered(context: PolecatContext): Story {
  return moving(
    writeBlocker(context) ?? said("AwaitingObservation", "waiting for a read of the town that decides"),
  );
}

/** What becomes of its rig is nothing to one that has ended. */
export function degradedVerdict(context: PolecatContext, hasEnded: boolean): Verdict {
  const { facts, blocker } = context;
  if (facts?.town.trusted === false) return unreadVerdict(facts.town, context.lastGoodAt);
  if (facts?.unreadPart !== undefined) return unreadVerdict(facts.unreadPart, context.lastGoodAt);
  const rig = context.desired.managed && !hasEnded ? unusableRig(facts?.rig) : null;
  if (rig !== null) return rig;
  if (blocker !== null && facts === null) return yes(blocker.reason, blocker.message);
  return no("AsObserved");
}

export function stuckVerdict({ hasTag, context }: Placed<PolecatActor>, message: string): Verdict {
  const { unresponsive } = context;
  if (hasTag("stuck")) return yes(unresponsive?.reason ?? "Stuck", message);
  return no(hasTag("suspect") ? `${unresponsive?.reason ?? "Suspect"}Recently` : "NotStuck");
}

function said(reason: string, message: string): Blocker {
  return { reason, message };
}

function blockedBy({ blocker, facts }: PolecatContext, otherwise: string): Blocker {
  if (blocker !== null) return said(blocker.reason, blocker.message);
  if (facts?.town.trusted === false) return said(facts.town.reason, facts.town.message);
  return said(otherwise, "waiting for a read of the town that can be trusted");
}
