/**
 * The reader: a git folder of the warden's own that looks into the agent's objects, and at nothing else of its
 * repository. Commits come from it into the vault by git fetch, which computes the id of all that it takes and looks
 * whether anything is missing; so a damaged or forged object comes no further than here.
 */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { GitError } from "./git-error.ts";
import { BESIDE_OBJECTS } from "./git-settings.ts";
import type { Git } from "./git.ts";
import { AGENT_COMMITS } from "./refs.ts";
import { formatOf, initBare, removeLeftovers, within, type Vault } from "./vault.ts";

export interface Reader {
  /** git on the agent's objects, and on no ref or setting of its repository. */
  readonly git: Git;
  readonly excludeFile: string;
  /** Brings what is missing of these commits into the vault. @returns those that cannot be read, with the reason. */
  bring(commits: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

/** A pipe in the place of an object would be waited for. */
const DEADLINE_MS = 120_000;

export async function openReader(vault: Vault, git: Git, folder: string, worktree: string): Promise<Reader> {
  removeLeftovers(folder);
  rmSync(path.join(folder, "refs/heads"), { recursive: true, force: true });
  await initBare(git, folder, await formatOf(vault));
  writeFileSync(path.join(folder, "objects/info/alternates"), `${path.join(worktree, ".git/objects")}\n`);
  // Whoever fetches from here names commits, not refs.
  for (const [name, value] of [["uploadpack.allowAnySHA1InWant", "true"] as const, ...BESIDE_OBJECTS])
    await within(git, { GIT_DIR: folder }).run(["config", name, value]);
  const fetch = async (commits: readonly string[], signal?: AbortSignal): Promise<string | null> => {
    const refspecs = commits.map((commit) => `${commit}:${AGENT_COMMITS}${commit}\n`).join("");
    const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--stdin"];
    try {
      await vault.git.run(["fetch", ...flags, "--", folder], {
        input: Buffer.from(refspecs),
        deadlineMs: DEADLINE_MS,
        ...(signal !== undefined && { signal }),
      });
      return null;
    } catch (error) {
      if (error instanceof GitError && error.reason !== "Aborted") return error.message;
      throw error;
    }
  };
  return {
    git: within(git, { GIT_DIR: folder }),
    excludeFile: path.join(folder, "info/exclude"),
    async bring(commits, signal) {
      const missing = await missingIn(vault, commits);
      const unread = new Map<string, string>();
      if (missing.length === 0 || (await fetch(missing, signal)) === null) return unread;
      // One that cannot be read must not keep the others from being saved.
      for (const commit of missing) {
        const problem = await fetch([commit], signal);
        if (problem !== null) unread.set(commit, problem);
      }
      return unread;
    },
  };
}

/** What is in the vault is whole: nothing comes there but with all that it needs. */
async function missingIn({ git }: Vault, commits: readonly string[]): Promise<readonly string[]> {
  if (commits.length === 0) return [];
  const input = Buffer.from([...new Set(commits)].join("\n"));
  const found = await git.run(["cat-file", "--batch-check=%(objectname)"], { input });
  return found
    .toString()
    .split("\n")
    .flatMap((line) => (line.endsWith(" missing") ? [line.slice(0, -" missing".length)] : []));
}
