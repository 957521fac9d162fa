/** How 1.2.1 judges a polecat: one classification behind its list, `check-recovery` and the reuse by a sling. */
import { hookOf, isSilent } from "../lookup.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { agentBeadOf } from "./agent-bead.ts";
import { gitStateOf, type GitState } from "./git-state.ts";

export type WorkstateWord = "working" | "stalled" | "review-needed" | "idle";

export interface Workstate {
  readonly verdict: "WORKING" | "SAFE_TO_NUKE" | "PENDING_MR" | "NEEDS_RECOVERY" | "NEEDS_MQ_SUBMIT";
  readonly reason: string;
  readonly reusable: boolean;
  readonly safe_to_nuke: boolean;
  readonly needs_recovery: boolean;
  readonly needs_mq_submit: boolean;
  readonly counts_toward_capacity: boolean;
  readonly mq_status?: string;
  readonly reuse_status?: string;
  readonly blockers?: readonly string[];
}

/** A live session without work is `idle` only after a `gt done`. Without the database nobody knows of any work. */
export function wordOf(
  state: TownState,
  polecat: SimPolecat,
  { doltDown, now }: Surroundings,
): WorkstateWord {
  const isLost = !polecat.session || isSilent(polecat, now);
  if (doltDown) return isLost ? "stalled" : "review-needed";
  if (hookOf(state, polecat) !== undefined) return isLost ? "stalled" : "working";
  return isLost || agentBeadOf(polecat).cleanupStatus === "clean" ? "idle" : "review-needed";
}

const REFUSED = {
  reusable: false,
  safe_to_nuke: false,
  needs_recovery: true,
  needs_mq_submit: false,
} as const;
const BLOCKED = { ...REFUSED, counts_toward_capacity: true, reuse_status: "idle-recovery-needed" } as const;

/** What two readers of the same agent bead make of it. */
interface Reading {
  readonly cleanupStatus: string;
  /** The bead that holds the polecat; null where none does. */
  readonly hookBead: string | null;
  /** The merge request that holds it; empty where none does. */
  readonly pending: readonly Blocker[];
}

function workstateOf(
  state: TownState,
  polecat: SimPolecat,
  around: Surroundings,
  { cleanupStatus, hookBead, pending }: Reading,
): Workstate {
  const word = wordOf(state, polecat, around);
  if (word !== "idle") return notIdle(word);
  const git = gitStateOf(state, polecat, around);
  const cleanup = cleanupStatus === "clean" ? [] : [cleanupBlocker(cleanupStatus)];
  const hook =
    hookBead === null ? [] : [{ reason: "hook-still-set", blocker: `has work on hook (${hookBead})` }];
  const blockers = [...hook, ...cleanup, ...gitBlockers(git), ...pending];
  const [first] = blockers;
  if (first !== undefined) {
    const reason = first.reason;
    const told = { reason, blockers: blockers.map(({ blocker }) => blocker) };
    if (pending.length === 1 && blockers.length === 1) return { ...PENDING, ...told };
    return { verdict: "NEEDS_RECOVERY", ...BLOCKED, ...told };
  }
  return ofQueue(state, polecat);
}

const PENDING = {
  verdict: "PENDING_MR",
  ...REFUSED,
  needs_recovery: false,
  counts_toward_capacity: false,
  reuse_status: "idle-pr-open",
} as const;

function notIdle(word: WorkstateWord): Workstate {
  const isWorking = word === "working";
  return {
    verdict: isWorking ? "WORKING" : "NEEDS_RECOVERY",
    reason: "not-idle",
    ...REFUSED,
    needs_recovery: !isWorking,
    counts_toward_capacity: true,
  };
}

interface Blocker {
  readonly reason: string;
  readonly blocker: string;
}

function cleanupBlocker(status: string): Blocker {
  if (status === "") return { reason: "cleanup-unknown", blocker: "cleanup_status=<missing>" };
  return { reason: `cleanup-${status}`, blocker: `cleanup_status=${status}` };
}

function gitBlockers({
  uncommitted_files: files,
  stash_count,
  unpushed_commits,
}: GitState): readonly Blocker[] {
  const blockers: Blocker[] = [];
  const block = (reason: string, blocker: string): void => void blockers.push({ reason, blocker });
  if (files.length > 0) block("git-dirty", `git_state=has_uncommitted uncommitted_files=${files.length}`);
  if (stash_count > 0) block("git-stash", `git_state=has_stash stash_count=${stash_count}`);
  if (unpushed_commits > 0) {
    block("git-unpushed", `git_state=has_unpushed unpushed_commits=${unpushed_commits}`);
  }
  return blockers;
}

/** A request that ended still holds its polecat while git has work that is nowhere else. */
export function pendingRequest(
  state: TownState,
  polecat: SimPolecat,
  around: Surroundings,
): readonly Blocker[] {
  const { activeMr, lastSourceIssue } = agentBeadOf(polecat);
  if (activeMr === null) return [];
  const request = state.mergeRequests.find(({ id }) => id === activeMr);
  const status = request?.status ?? "missing";
  if (status !== "open" && gitStateOf(state, polecat, around).clean) return [];
  const unsafe = status === "open" ? "" : ` source_issue=${lastSourceIssue ?? "<missing>"} git_state=unsafe`;
  return [{ reason: "active-mr-open", blocker: `active_mr=${activeMr} status=${status}${unsafe}` }];
}

/** Pushed work that was never submitted is lost to the merge queue. */
function ofQueue(state: TownState, polecat: SimPolecat): Workstate {
  const { lastSourceIssue, hookBead } = agentBeadOf(polecat);
  const source = state.beads.find(({ id }) => id === (lastSourceIssue ?? hookBead));
  const isSubmitted =
    source?.status === "closed" || state.mergeRequests.some(({ branch }) => branch === polecat.branch);
  if (polecat.unpushed > 0 && !isSubmitted) {
    const why = { reason: "mq-not-submitted", blockers: ["mq_status=not_submitted"] };
    const mq = { needs_mq_submit: true, mq_status: "not_submitted" };
    return { verdict: "NEEDS_MQ_SUBMIT", ...BLOCKED, ...why, ...mq };
  }
  return {
    verdict: "SAFE_TO_NUKE",
    reason: "reusable",
    reusable: true,
    safe_to_nuke: true,
    needs_recovery: false,
    needs_mq_submit: false,
    counts_toward_capacity: false,
    reuse_status: "idle-preserved",
    mq_status: polecat.unpushed > 0 ? "submitted" : "not_required",
  };
}

/**
 * The list, and a sling that looks for an idle polecat, take a clean worktree for an agent bead that says nothing; but
 * a hook counts for them although its bead is closed, and a merge request although it has ended: they look for it in
 * the town's database, where it is not.
 */
export function listedWorkstate(state: TownState, polecat: SimPolecat, around: Surroundings): Workstate {
  const { cleanupStatus, hookBead, activeMr } = agentBeadOf(polecat);
  const pending = activeMr === null ? [] : [{ reason: "active-mr-open", blocker: `active_mr=${activeMr}` }];
  const known = cleanupStatus === "" ? "unknown" : cleanupStatus;
  const isTaken = cleanupStatus === "" && gitStateOf(state, polecat, around).clean;
  const read = { cleanupStatus: isTaken ? "clean" : known, hookBead, pending };
  const { blockers: _blockers, ...listed } = workstateOf(state, polecat, around, read);
  return listed;
}

/** `check-recovery` believes the agent bead alone, and a hook only while its bead is not closed. */
export function recoveryWorkstate(state: TownState, polecat: SimPolecat, around: Surroundings): Workstate {
  const { cleanupStatus, hookBead } = agentBeadOf(polecat);
  const isOver = state.beads.some(({ id, status }) => id === hookBead && status === "closed");
  const pending = pendingRequest(state, polecat, around);
  const read = { cleanupStatus, hookBead: isOver ? null : hookBead, pending };
  return workstateOf(state, polecat, around, read);
}
