/**
 * Fills an empty folder with a repository and its files. The agent has not been there yet, so what git reads in it is what
 * stands here. The repository is whole in itself: its objects are copied, and no file of it is one of the vault's.
 */
import { cp, mkdir, rm } from "node:fs/promises";
import { constants } from "node:fs";
import path from "node:path";
import type { Also } from "./checkpoint-note.ts";
import type { CloneStart } from "./clone-start.ts";
import type { Git } from "./git.ts";
import { branchRef, BRANCHES, isBranchName, REMOTE_BRANCHES, TAGS } from "./refs.ts";
import { within, type ObjectFormat, type Vault } from "./vault.ts";

export interface FillInput {
  /** Without a repository. */
  readonly git: Git;
  readonly vault: Vault;
  readonly worktree: string;
  readonly format: ObjectFormat;
  readonly start: CloneStart;
  readonly polecat: string;
  readonly branch: string;
  readonly url: string;
}

/** In the agent's repository: the checkpoint that was restored, with all that it carried. */
const RESTORED = "refs/restored/checkpoint";

export async function fillWorktree(input: FillInput): Promise<void> {
  const { git, vault, worktree, format, start } = input;
  await mkdir(worktree, { recursive: true });
  await git.run(["init", "--quiet", "--template=", `--object-format=${format}`, "--", worktree]);
  await cp(path.join(vault.repository, "objects"), path.join(worktree, ".git/objects"), {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    force: true,
    // Marks of the vault's own: the agent's git may pack as it likes.
    filter: (file) => !file.endsWith(".keep"),
  });
  const own = within(git, { GIT_DIR: path.join(worktree, ".git"), GIT_WORK_TREE: worktree });
  await configure(own, input);
  await setRefs(own, input);
  if (start.checkpoint === null) {
    if (start.head !== null) await own.run(["reset", "--quiet", "--hard"]);
    return;
  }
  await restoreFiles(own, input, start.checkpoint.commit);
  for (const { name, commit } of start.checkpoint.note.also
    .filter(({ kind }) => kind === "stash")
    .toReversed())
    await own.run([
      "update-ref",
      "--create-reflog",
      "-m",
      name.replaceAll(/\s+/g, " "),
      "refs/stash",
      commit,
    ]);
}

async function configure(own: Git, { polecat, branch, url, start }: FillInput): Promise<void> {
  const settings = [
    ["remote.origin.url", url],
    ["remote.origin.fetch", `+${BRANCHES}*:${REMOTE_BRANCHES}*`],
    ...(start.isOnRemote
      ? [
          [`branch.${branch}.remote`, "origin"],
          [`branch.${branch}.merge`, branchRef(branch)],
        ]
      : []),
    // Without a name no commit can be made; variables of the agent's container go before these.
    ["user.name", polecat],
    ["user.email", `${polecat}@gastown.invalid`],
  ];
  for (const [name = "", value = ""] of settings) await own.run(["config", name, value]);
  const base = start.base === null ? null : REMOTE_BRANCHES + start.base;
  if (base !== null) await own.run(["symbolic-ref", `${REMOTE_BRANCHES}HEAD`, base]);
}

async function setRefs(own: Git, { vault, branch, start }: FillInput): Promise<void> {
  const { head, headBranch, branchTip, checkpoint } = start;
  const listed = await vault.git.run([
    "for-each-ref",
    "--format=%(refname) %(objectname)",
    "refs/remotes",
    "refs/tags",
  ]);
  const refs = new Map(
    listed
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const),
  );
  for (const also of checkpoint?.note.also ?? []) {
    const ref = refOf(also);
    if (ref !== null) refs.set(ref, also.commit);
  }
  if (branchTip !== null) refs.set(branchRef(branch), branchTip);
  if (head !== null && headBranch !== null && isBranchName(headBranch)) refs.set(branchRef(headBranch), head);
  if (checkpoint !== null) refs.set(RESTORED, checkpoint.commit);
  const updates = [...withoutClashes(refs)].map(([name, object]) => `update ${name} ${object}\n`).join("");
  await own.run(["update-ref", "--stdin"], { input: Buffer.from(updates) });
  if (headBranch !== null) await own.run(["symbolic-ref", "HEAD", branchRef(headBranch)]);
  else if (head !== null) await own.run(["update-ref", "--no-deref", "HEAD", head]);
}

function refOf({ kind, name }: Also): string | null {
  if (!isBranchName(name)) return null;
  if (kind === "branch") return branchRef(name);
  return kind === "tag" ? TAGS + name : null;
}

/** A ref cannot be a folder of others as well; what a note names is anybody's. The checkpoint has them all besides. */
function withoutClashes(refs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...refs].filter(([name]) => {
      const parts = name.split("/");
      return !parts.some((_, at) => at > 2 && refs.has(parts.slice(0, at).join("/")));
    }),
  );
}

/** Byte by byte, by the vault's git, which changes nothing; then the agent's index, which is that of HEAD. */
async function restoreFiles(own: Git, { vault, worktree, start }: FillInput, commit: string): Promise<void> {
  const indexFile = path.join(vault.folder, "restored-index");
  await rm(indexFile, { force: true });
  const raw = within(vault.git, { GIT_WORK_TREE: worktree, GIT_INDEX_FILE: indexFile });
  await raw.run(["read-tree", commit]);
  await raw.run(["checkout-index", "--all", "--force", "--quiet"], { cwd: worktree });
  if (start.head === null) return;
  await own.run(["read-tree", "HEAD"]);
  // It ends with 1 where files differ from the index, and they do.
  await own.ask(["update-index", "-q", "--refresh"], { cwd: worktree });
}
