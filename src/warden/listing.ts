/**
 * Which paths of a worktree are saved: what is tracked, by the agent's index or by HEAD, and what is not tracked and not
 * ignored. Repositories inside of it are gone through as folders, so that the files of a submodule are saved, too.
 */
import { byBytes, bytePath, fieldsOf, isForbidden, type BytePath } from "./byte-path.ts";
import { FolderChain, nameOf } from "./folder-chain.ts";
import { GitError } from "./git-error.ts";
import type { Git } from "./git.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { TreeEntry } from "./tree-entry.ts";

export interface Listing {
  /** In byte order. Not all of them need be there. */
  readonly paths: readonly BytePath[];
  /** Kept as they are: what a sparse checkout leaves out, and submodules that are not checked out. */
  readonly fixed: ReadonlyMap<BytePath, TreeEntry>;
  /** Folders that are repositories of their own. */
  readonly nested: readonly BytePath[];
  /** Paths that are submodules by the index or by HEAD. */
  readonly submodules: ReadonlySet<BytePath>;
  /** What git may not have in a tree. */
  readonly forbidden: readonly BytePath[];
  /** Why the agent's index was left aside; null: it was not. */
  readonly indexProblem: string | null;
}

export interface ListingInput {
  /** On the reader. */
  readonly git: Git;
  readonly root: OpenFolder;
  /** A copy of the agent's index; null: it has none. */
  readonly indexFile: string | null;
  readonly excludeFile: string;
  readonly head: ReadonlyMap<BytePath, TreeEntry>;
  readonly signal?: AbortSignal | undefined;
}

/** Repositories in repositories. */
const MOST_DEPTH = 8;
const DEADLINE_MS = 120_000;
const GITLINK = "160000";

export async function listWorktree(input: ListingInput): Promise<Listing> {
  const { records, indexProblem } = await indexed(input);
  const paths = new Set<BytePath>(input.head.keys());
  const fixed = new Map<BytePath, TreeEntry>();
  const nested: BytePath[] = [];
  const submodules = new Set<BytePath>();
  const chain = new FolderChain(input.root);
  try {
    for (const record of records) {
      const { path, tag, entry } = record;
      if (entry?.mode === GITLINK) {
        submodules.add(path);
        if (isFilled(chain, path)) nested.push(path);
        else fixed.set(path, entry);
      } else if (path.endsWith("/")) nested.push(path.slice(0, -1));
      else if (tag === "S" && entry !== null && !isThere(chain, path)) {
        paths.delete(path);
        fixed.set(path, entry);
      } else paths.add(path);
    }
    await addNested(input, chain, nested, paths);
  } finally {
    chain.close();
  }
  for (const [path, { mode }] of input.head) if (mode === GITLINK) submodules.add(path);
  for (const path of submodules) paths.delete(path);
  const all = [...paths].sort(byBytes);
  return {
    paths: all.filter((path) => !isForbidden(path)),
    fixed,
    nested,
    submodules,
    forbidden: all.filter(isForbidden),
    indexProblem,
  };
}

interface IndexRecord {
  readonly tag: string;
  readonly path: BytePath;
  /** Null: not in the index. */
  readonly entry: TreeEntry | null;
}

async function indexed(
  input: ListingInput,
): Promise<{ readonly records: readonly IndexRecord[]; readonly indexProblem: string | null }> {
  const { indexFile } = input;
  try {
    return { records: await list(input, input.root, indexFile), indexProblem: null };
  } catch (error) {
    if (indexFile === null || !(error instanceof GitError) || error.reason === "Aborted") throw error;
    return { records: await list(input, input.root, null), indexProblem: error.message };
  }
}

/** `TAG MODE OBJECT STAGE\tPATH` of what is in the index, `? PATH` of the rest; a folder that is a repository ends with `/`. */
async function list(
  { git, excludeFile, signal }: ListingInput,
  folder: OpenFolder,
  indexFile: string | null,
): Promise<readonly IndexRecord[]> {
  const output = await git.run(
    ["ls-files", "-z", "-t", "-s", "-c", "-o", "--exclude-standard", `--exclude-from=${excludeFile}`],
    {
      cwd: folder.path,
      env: { GIT_WORK_TREE: ".", GIT_INDEX_FILE: indexFile ?? `${excludeFile}.no-index` },
      deadlineMs: DEADLINE_MS,
      ...(signal !== undefined && { signal }),
    },
  );
  return fieldsOf(output).map((line): IndexRecord => {
    const tag = line.slice(0, 1);
    if (tag === "?") return { tag, path: line.slice(2), entry: null };
    const [, mode = "", object = ""] = line.split(" ", 3);
    return { tag, path: line.slice(line.indexOf("\t") + 1), entry: { mode, object } };
  });
}

async function addNested(
  input: ListingInput,
  chain: FolderChain,
  nested: BytePath[],
  paths: Set<BytePath>,
): Promise<void> {
  const waiting = nested.map((path) => ({ path, depth: 1 }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { path, depth } = next;
    const folder = chain.folderOf(path)?.folder(nameOf(path)) ?? null;
    if (folder === null) continue;
    try {
      for (const { path: inner } of await list(input, folder, null)) {
        if (!inner.endsWith("/")) paths.add(`${path}/${inner}`);
        else if (depth < MOST_DEPTH) {
          const deeper = `${path}/${inner.slice(0, -1)}`;
          nested.push(deeper);
          waiting.push({ path: deeper, depth: depth + 1 });
        }
      }
    } finally {
      folder.close();
    }
  }
}

function isThere(chain: FolderChain, path: BytePath): boolean {
  return (chain.folderOf(path)?.stat(nameOf(path)) ?? null) !== null;
}

/** A submodule that is not checked out is an empty folder, or none. */
function isFilled(chain: FolderChain, path: BytePath): boolean {
  const folder = chain.folderOf(path)?.folder(nameOf(path)) ?? null;
  if (folder === null) return false;
  try {
    return folder.names().length > 0;
  } finally {
    folder.close();
  }
}

/** The files of a commit; none where there is no commit. */
export async function treeOf(git: Git, commit: string | null): Promise<ReadonlyMap<BytePath, TreeEntry>> {
  if (commit === null) return new Map();
  const output = await git.run(["ls-tree", "-r", "-z", "--full-tree", commit]);
  return new Map(
    bytePath(output)
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => {
        const [mode = "", , object = ""] = line.slice(0, line.indexOf("\t")).split(" ");
        return [line.slice(line.indexOf("\t") + 1), { mode, object }] as const;
      }),
  );
}
