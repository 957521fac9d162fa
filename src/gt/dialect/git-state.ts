/**
 * What `gt polecat git-state` compares with. gt 1.0 counts as unpushed what is not merged. gt 1.2 counts what is on no
 * remote branch, and names the one that it has found: clean there does not mean merged.
 */

const REMOTE = "origin/";

/** @returns the remote branch that has all commits, where gt names it. */
export function remoteBranchOf(comparisonBase: string | undefined): string | null {
  if (comparisonBase?.startsWith(REMOTE) !== true) return null;
  return comparisonBase.slice(REMOTE.length);
}
