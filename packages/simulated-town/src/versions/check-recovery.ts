/** `gt polecat check-recovery`: each version's verdict about a nuke. */
import { hookOf } from "../lookup.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { agentBeadOf } from "./agent-bead.ts";
import { gitStateOf, type GitState } from "./git-state.ts";
import { inVersion } from "./names.ts";
import { recoveryWorkstate } from "./workstate.ts";

const RECONCILE = "--reconcile-cleanup";

/** A polecat that never ran `gt done` is not helped by the reconciliation of 1.2.1. */
export const recoverySwitches = (state: TownState): readonly string[] =>
  inVersion(state, { "1.0.1": ["--json"], "1.2.1": ["--json", RECONCILE] });

export function checkRecovery(state: TownState, polecat: SimPolecat, around: Surroundings): object {
  return inVersion(state, { "1.0.1": byGit, "1.2.1": byWorkstate })(state, polecat, around);
}

function cleanupOf({ clean, uncommitted_files, stash_count }: GitState): string {
  if (clean) return "clean";
  if (uncommitted_files.length > 0) return "has_uncommitted";
  return stash_count > 0 ? "has_stash" : "has_unpushed";
}

/** With Dolt down it says SAFE_TO_NUKE of whatever has a clean worktree, as the real one does. */
function byGit(state: TownState, polecat: SimPolecat, around: Surroundings): object {
  const git = gitStateOf(state, polecat, around);
  const { rig, name, branch } = polecat;
  const issue = around.doltDown ? undefined : hookOf(state, polecat)?.id;
  const isSubmitted = state.mergeRequests.some((request) => request.branch === branch);
  const isSafe = git.clean && (around.doltDown || isSubmitted);
  const queued = around.doltDown ? "unknown" : isSubmitted ? "submitted" : "not_submitted";
  return {
    rig,
    polecat: name,
    cleanup_status: cleanupOf(git),
    needs_recovery: !isSafe,
    verdict: !git.clean ? "NEEDS_RECOVERY" : isSafe ? "SAFE_TO_NUKE" : "NEEDS_MQ_SUBMIT",
    branch,
    ...(issue !== undefined && { issue }),
    ...(git.clean && { mq_status: queued }),
  };
}

/** Without its database gt finds no agent bead, and falls back on git for the cleanup status. */
function byWorkstate(state: TownState, polecat: SimPolecat, around: Surroundings): object {
  const { rig, name, branch } = polecat;
  const about = { rig, polecat: name, branch };
  const workstate = recoveryWorkstate(state, polecat, around);
  if (around.doltDown) {
    return { ...about, cleanup_status: cleanupOf(gitStateOf(state, polecat, around)), ...workstate };
  }
  const { cleanupStatus, activeMr, lastSourceIssue, hookBead } = agentBeadOf(polecat);
  const issue = hookOf(state, polecat)?.id ?? lastSourceIssue ?? hookBead;
  return {
    ...about,
    cleanup_status: cleanupStatus,
    ...(issue !== null && { issue }),
    ...(activeMr !== null && { active_mr: activeMr }),
    ...workstate,
  };
}
