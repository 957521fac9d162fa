/** `gt polecat git-state`: against what gt counts commits as unpushed. */
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { inVersion } from "./names.ts";

export interface GitState {
  readonly clean: boolean;
  readonly uncommitted_files: readonly string[];
  readonly unpushed_commits: number;
  readonly stash_count: number;
}

export function gitStateOf(state: TownState, polecat: SimPolecat, { worktrees }: Surroundings): GitState {
  const files = worktrees.uncommitted(polecat.rig, polecat.name);
  const unpushed = unpushedCommits(state, polecat);
  return {
    clean: files.length === 0 && unpushed === 0 && polecat.stashes === 0,
    uncommitted_files: files,
    unpushed_commits: unpushed,
    stash_count: polecat.stashes,
  };
}

/** 1.0.1 counts what is not merged; 1.2.1 counts what the branch on the remote lacks, too. */
function unpushedCommits(state: TownState, { unpushed, pushed }: SimPolecat): number {
  return inVersion(state, { "1.0.1": unpushed, "1.2.1": Math.max(0, unpushed - (pushed ?? 0)) });
}

/** As it is printed. */
export function gitStateView(state: TownState, polecat: SimPolecat, around: Surroundings): object {
  const git = gitStateOf(state, polecat, around);
  const base = (polecat.pushed ?? null) === null ? "main" : polecat.branch;
  const since = { comparison_base: `origin/${base}`, unpreserved_patch_count: git.unpushed_commits };
  return inVersion(state, { "1.0.1": git, "1.2.1": { ...git, ...since } });
}
