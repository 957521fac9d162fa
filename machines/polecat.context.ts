/** What a Polecat's machine remembers. All of it is JSON: it persists to `status.snapshot`. */
import type { PolecatFacts } from "./facts.ts";
import type { TerminationProof } from "./services.ts";
import type { DesiredPolecat } from "./desired.ts";

/** Why the resource does not move, in words for a condition. */
export interface RecordedBlocker {
  readonly reason: string;
  readonly message: string;
  readonly at: number;
}

/** When its terminal first looked as it does now. */
export interface Pane {
  readonly digest: string;
  readonly since: number;
}

/** Work on the hook without a sign of life. */
export interface Unresponsive {
  readonly reason: "SessionDead" | "Silent" | "PodRestarts";
  readonly since: number;
}

/** What was done since it gives no sign of life. */
export interface Warnings {
  /** Warnings tried, told or not; feeds the backoff. */
  readonly tries: number;
  readonly told: number;
  readonly lastAt: number | null;
  /** 0 to 1, from the newest answer. */
  readonly jitter: number;
  /** Why the newest warning reached nobody. */
  readonly problem: string | null;
}

/** Where a polecat's work is, while that is not known. */
export const NOWHERE = { branch: null, worktree: null, session: null, stoppedAt: null, nuked: null };

export const NO_WARNINGS: Warnings = {
  tries: 0,
  told: 0,
  lastAt: null,
  jitter: 0,
  problem: null,
};

export interface PolecatContext {
  readonly uid: string;
  /** Counts lives: a changed spec after Terminated begins the next one. */
  readonly incarnation: number;
  readonly desired: DesiredPolecat;
  /** The phase to show while the polecat is on its way out: it changes only once something has happened. */
  readonly heldPhase: "Pending" | "Working" | "Idle";
  /** The newest accepted facts; null after a gt write or a restart, until the town was read afresh. */
  readonly facts: PolecatFacts | null;
  /** Start of the newest trusted read, epoch ms: how old what is known may be. */
  readonly lastGoodAt: number | null;
  /** Reads that began before this moment (epoch ms) cannot know the newest gt write: they are not believed. */
  readonly notBefore: number;
  /** gt's name for the polecat that this resource drives. */
  readonly polecatName: string | null;
  readonly branch: string | null;
  readonly worktree: string | null;
  readonly session: string | null;
  /** The bead that was slung or found on the hook; it stays until the next one. */
  readonly assignedBead: string | null;
  /** The bead that last read `closed`. */
  readonly closedBead: string | null;
  readonly slungAt: number | null;
  /** The bead of a sling whose answer never came: gt may have given a polecat to it, under a name not known here. */
  readonly lostSling: string | null;
  /** A view has become managed, or a resource began so, and the town was not read since: what is on the polecat's hook then is its work. */
  readonly awaitsTakeover: boolean;
  /** Why the newest change of its finalizer was refused; null where none was, or the finalizer is as asked for. */
  readonly finalizerProblem: string | null;
  /** When the bead that it was given was closed; null while it has not finished one. Epoch ms. */
  readonly finishedAt: number | null;
  /** Since when it has no work; what the spec asks for meanwhile does not change it. Epoch ms. */
  readonly idleSince: number | null;
  /** Consecutive tries that ended without an answer; feeds the backoff. */
  readonly attempts: number;
  /** Consecutive refusals by gt of this spec: three make a failure. */
  readonly refusals: number;
  readonly blocker: RecordedBlocker | null;
  readonly proof: TerminationProof | null;
  /** The incarnation that gt was asked to nuke, unless it refused. */
  readonly nuked: string | null;
  /** When the operator stopped its session in order to end it; null once a session was seen again. Epoch ms. */
  readonly stoppedAt: number | null;
  /** Generation of the spec at which the resource became Terminated or Failed; a newer one begins anew. */
  readonly endedAtGeneration: number | null;
  /** The end of its rest that is waited for, epoch ms. */
  readonly limitedUntil: number | null;
  /** True when one of its limits asked for the end. */
  readonly idleLimitReached: boolean;
  /** Where no witness acts for the rig. */
  readonly stuckThresholdMs: number;
  /** The threshold that an unresponsive polecat is held to; null where there was none. */
  readonly awaitedThresholdMs: number | null;
  readonly pane: Pane | null;
  readonly unresponsive: Unresponsive | null;
  readonly warnings: Warnings;
}

export interface PolecatInput {
  readonly uid: string;
  readonly desired: DesiredPolecat;
  /** What `status` remembers from earlier, where the snapshot cannot be used. */
  readonly polecatName: string | null;
  readonly assignedBead: string | null;
  /** No status was ever written: nothing has been decided for the resource. Absent in records from before it was recorded. */
  readonly isUndecided?: boolean;
  readonly stuckThresholdMs: number;
}

export function initialPolecatContext(input: PolecatInput): PolecatContext {
  return {
    uid: input.uid,
    incarnation: 1,
    desired: input.desired,
    heldPhase: "Pending",
    facts: null,
    lastGoodAt: null,
    notBefore: 0,
    polecatName: firstName(input),
    branch: null,
    worktree: null,
    session: null,
    assignedBead: input.assignedBead,
    closedBead: null,
    slungAt: null,
    lostSling: null,
    awaitsTakeover: beginsWithTakeover(input),
    finalizerProblem: null,
    finishedAt: null,
    idleSince: null,
    attempts: 0,
    refusals: 0,
    blocker: null,
    proof: null,
    nuked: null,
    stoppedAt: null,
    endedAtGeneration: null,
    limitedUntil: null,
    idleLimitReached: false,
    stuckThresholdMs: input.stuckThresholdMs,
    awaitedThresholdMs: null,
    pane: null,
    unresponsive: null,
    warnings: NO_WARNINGS,
  };
}

/** It may have been a view before anybody heard of it, taken over while the operator was down. */
function beginsWithTakeover({ desired, isUndecided = false }: PolecatInput): boolean {
  return isUndecided && desired.managed && desired.boundTo !== null;
}

/** Of a managed resource gt may have made a later polecat than the one that it was bound to. */
function firstName({ desired, polecatName }: PolecatInput): string | null {
  return desired.managed ? (polecatName ?? desired.boundTo) : (desired.boundTo ?? polecatName);
}

/** gt's name of the rig. The Rig's own stands in until a Rig has told it: nothing is written then. */
export function gtRigOf({ gtRig, rig }: Pick<DesiredPolecat, "gtRig" | "rig">): string {
  return gtRig ?? rig;
}

/**
 * The bead whose reading decides what happens next: the one in work until it closes, then the one that the spec names.
 * A changed `beadID` therefore waits for the bead in work.
 */
export function trackedBead(context: PolecatContext): string | null {
  return beadInWork(context) ?? context.desired.bead;
}

/** The assigned bead while it has not read `closed`. */
export function beadInWork(context: PolecatContext): string | null {
  return context.assignedBead === context.closedBead ? null : context.assignedBead;
}

/** What may be on the hook of its own polecat: the bead in work, or the closed one that gt goes on to name there. */
export function isOwnBead(context: PolecatContext, issue: string): boolean {
  return issue === beadInWork(context) || issue === context.closedBead;
}

/** A bead in work other than the one that the spec names, or null: what the spec asks for has to wait. */
export function waitingBead(context: PolecatContext): string | null {
  const { bead, state } = context.desired;
  return state === "Working" && bead !== null && bead !== trackedBead(context) ? bead : null;
}
