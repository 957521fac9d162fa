/**
 * The agent's repository, as its files say (gitrepository-layout(5)): read by hand, because git run in it would do what
 * its configuration says. Locks that a killed git has left do not matter: nothing is written, and each file is replaced as
 * a whole.
 */
import { readRefs, type AgentRefs } from "./agent-refs.ts";
import { below, COMMIT, linesOf, UnreadableRepository } from "./git-folder.ts";
import type { OpenFolder } from "./open-folder.ts";

export type Operation = "merge" | "rebase" | "cherry-pick" | "revert" | "bisect";

export interface Stash {
  readonly commit: string;
  readonly message: string;
}

export interface AgentRepository extends AgentRefs {
  /** The newest first. */
  readonly stashes: readonly Stash[];
  readonly operation: Operation | null;
  /** Commits that only an operation under way names, by the name of their file. */
  readonly others: ReadonlyMap<string, string>;
  readonly index: Buffer | null;
  readonly exclude: Buffer | null;
}

/** What is under way, by what git leaves in its folder meanwhile. */
const OPERATIONS: readonly (readonly [string, Operation])[] = [
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
  ["BISECT_LOG", "bisect"],
];
const HEADS = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"];

const MOST_TEXT_BYTES = 4 * 1024 * 1024;
/** Of a million files it has some 100 MB. */
const MOST_INDEX_BYTES = 256 * 1024 * 1024;

/** @throws UnreadableRepository */
export function readRepository(worktree: OpenFolder): AgentRepository {
  const folder = gitFolder(worktree);
  try {
    const has = (name: string): boolean => folder.stat(name) !== null;
    return {
      ...readRefs(folder),
      stashes: readStashes(folder),
      operation: OPERATIONS.find(([name]) => has(name))?.[1] ?? null,
      others: readHeads(folder),
      index: folder.readFile("index", MOST_INDEX_BYTES),
      exclude: below(folder, ["info"], (info) => info.readFile("exclude", MOST_TEXT_BYTES)),
    };
  } finally {
    folder.close();
  }
}

function gitFolder(worktree: OpenFolder): OpenFolder {
  const folder = worktree.folder(".git");
  if (folder !== null) return folder;
  const is = worktree.stat(".git");
  if (is === null) throw new UnreadableRepository("the worktree has no .git any more");
  throw new UnreadableRepository(
    `.git of the worktree is a ${is.isSymbolicLink() ? "link" : "file"}, and no folder`,
  );
}

function readHeads(folder: OpenFolder): ReadonlyMap<string, string> {
  return new Map(
    HEADS.flatMap((name) =>
      linesOf(folder.readFile(name, MOST_TEXT_BYTES))
        .filter((line) => COMMIT.test(line))
        .map((commit, at) => [at === 0 ? name : `${name} ${at + 1}`, commit] as const),
    ),
  );
}

/** `OLD NEW NAME <MAIL> TIME ZONE\tMESSAGE`, the newest last; without the log there is the newest alone. */
function readStashes(folder: OpenFolder): readonly Stash[] {
  const logged = below(folder, ["logs", "refs"], (refs) => linesOf(refs.readFile("stash", MOST_TEXT_BYTES)));
  const newest = below(folder, ["refs"], (refs) => linesOf(refs.readFile("stash", 100))[0] ?? null);
  if (newest === null) return [];
  const stashes = (logged ?? []).flatMap((line): readonly Stash[] => {
    const commit = line.split(" ")[1] ?? "";
    const tab = line.indexOf("\t");
    return COMMIT.test(commit) ? [{ commit, message: tab < 0 ? "" : line.slice(tab + 1) }] : [];
  });
  if (stashes.length > 0) return stashes.toReversed();
  return COMMIT.test(newest) ? [{ commit: newest, message: "" }] : [];
}
