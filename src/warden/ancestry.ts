/** Which commits hold which, in the vault. */
import { GitError } from "./git-error.ts";
import type { Git } from "./git.ts";
import { REMOTE_BRANCHES, TAGS } from "./refs.ts";

/** Whether `commit` is in the history of `later`, or is it. */
export async function isAncestor(git: Git, commit: string, later: string): Promise<boolean> {
  const { exitCode, stderr } = await git.ask(["merge-base", "--is-ancestor", commit, later]);
  if (exitCode > 1) throw new GitError("Failed", `comparing ${commit} with ${later}: ${stderr.trim()}`);
  return exitCode === 0;
}

/**
 * Those of the commits that can be reached neither from any of `from` nor from what stays on the remote: its branches but
 * this one, which the next push may rewrite, and its tags.
 */
export async function unreachable(
  git: Git,
  commits: readonly string[],
  from: readonly string[],
  branch: string,
): Promise<ReadonlySet<string>> {
  if (commits.length === 0) return new Set();
  const input = Buffer.from([...commits, ...from.map((commit) => `^${commit}`)].join("\n"));
  const lasting = [`--exclude=${REMOTE_BRANCHES}${branch}`, `--glob=${REMOTE_BRANCHES}*`, `--glob=${TAGS}*`];
  const output = await git.run(["rev-list", "--stdin", "--not", ...lasting], { input });
  const found = new Set(output.toString().split("\n"));
  return new Set(commits.filter((commit) => found.has(commit)));
}

/** The commit that a tag names, or the commit itself; what names none is left out. */
export async function peeled(git: Git, objects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (objects.length === 0) return new Map();
  const input = Buffer.from(objects.map((object) => `${object}^{commit}\n`).join(""));
  const output = await git.run(["cat-file", "--batch-check=%(objectname)"], { input });
  const lines = output.toString().split("\n");
  return new Map(
    objects.flatMap((object, at) => {
      const commit = lines[at] ?? "";
      return /^[0-9a-f]{40,64}$/.test(commit) ? [[object, commit] as const] : [];
    }),
  );
}
