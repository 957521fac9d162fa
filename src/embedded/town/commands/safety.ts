/** `gt polecat git-state` and `check-recovery`: what gt says about work that a nuke would lose. */
import { json, type Answer } from "../answer.ts";
import { hookOf } from "../lookup.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { withPolecat } from "./polecats.ts";

export interface GitState {
  readonly clean: boolean;
  readonly uncommitted_files: readonly string[];
  readonly unpushed_commits: number;
  readonly stash_count: number;
}

export function gitStateOf(polecat: SimPolecat, { worktrees }: Surroundings): GitState {
  const files = worktrees.uncommitted(polecat.rig, polecat.name);
  return {
    clean: files.length === 0 && polecat.unpushed === 0 && polecat.stashes === 0,
    uncommitted_files: files,
    unpushed_commits: polecat.unpushed,
    stash_count: polecat.stashes,
  };
}

export function gitState(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withPolecat(state, argv, (polecat) => json(gitStateOf(polecat, around)));
}

function cleanupStatus({ clean, uncommitted_files, stash_count }: GitState): string {
  if (clean) return "clean";
  if (uncommitted_files.length > 0) return "has_uncommitted";
  return stash_count > 0 ? "has_stash" : "has_unpushed";
}

/** With Dolt down it says SAFE_TO_NUKE of whatever has a clean worktree, as the real one does. */
export function checkRecovery(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withPolecat(state, argv, (polecat) => {
    const git = gitStateOf(polecat, around);
    const { rig, name, branch } = polecat;
    const issue = around.doltDown ? undefined : hookOf(state, polecat)?.id;
    const isSubmitted = state.mergeRequests.some((request) => request.branch === branch);
    const isSafe = git.clean && (around.doltDown || isSubmitted);
    const queued = around.doltDown ? "unknown" : isSubmitted ? "submitted" : "not_submitted";
    return json({
      rig,
      polecat: name,
      cleanup_status: cleanupStatus(git),
      needs_recovery: !isSafe,
      verdict: !git.clean ? "NEEDS_RECOVERY" : isSafe ? "SAFE_TO_NUKE" : "NEEDS_MQ_SUBMIT",
      branch,
      ...(issue !== undefined && { issue }),
      ...(git.clean && { mq_status: queued }),
    });
  });
}
