/** Makes the commit of a checkpoint, with an index of the warden's own; the worktree's is neither read nor written. */
import { rmSync } from "node:fs";
import { wholeSeconds } from "@gastown/system";
import type { BytePath } from "./byte-path.ts";
import { messageFor, type Carried, type Checkpoint, type CheckpointNote } from "./checkpoint-note.ts";
import type { Git } from "./git.ts";
import { within } from "./vault.ts";
import { isSame, type TreeEntry } from "./tree-entry.ts";

export type Maker = Pick<CheckpointNote, "polecat" | "attempt" | "writer" | "branch">;

export class CheckpointMaker {
  readonly #git: Git;
  readonly #indexFile: string;
  readonly #maker: Maker;
  readonly #now: () => number;
  /** What the index holds; null: nobody knows. */
  #indexed: ReadonlyMap<BytePath, TreeEntry> | null = null;

  /** @param git on the vault. @param indexFile of this process alone. */
  constructor(git: Git, indexFile: string, maker: Maker, now: () => number) {
    this.#git = within(git, { GIT_INDEX_FILE: indexFile });
    this.#indexFile = indexFile;
    this.#maker = maker;
    this.#now = now;
  }

  /** @throws GitError */
  async treeOf(entries: ReadonlyMap<BytePath, TreeEntry>): Promise<string> {
    const last = this.#indexed;
    // Until all is in it, a failure leaves an index of which nobody knows what it holds.
    this.#indexed = null;
    if (last === null)
      for (const file of [this.#indexFile, `${this.#indexFile}.lock`]) rmSync(file, { force: true });
    const input = Buffer.from(difference(last ?? new Map(), entries), "latin1");
    if (input.length > 0) await this.#git.run(["update-index", "-z", "--index-info"], { input });
    const tree = (await this.#git.run(["write-tree"])).toString().trim();
    this.#indexed = entries;
    return tree;
  }

  /** @throws GitError */
  async commit(tree: string, carried: Carried): Promise<Checkpoint> {
    const at = this.#now();
    const note: CheckpointNote = { version: 1, ...this.#maker, at: wholeSeconds(at), ...carried };
    const parents = [...new Set([carried.head, ...carried.also.map(({ commit }) => commit)])];
    const date = `${Math.max(0, Math.floor(at / 1_000))} +0000`;
    const who = { NAME: "gastown-operator warden", EMAIL: "warden@gastown.invalid", DATE: date };
    const output = await this.#git.run(
      [
        "commit-tree",
        tree,
        ...parents.flatMap((parent) => (parent === null ? [] : ["-p", parent])),
        "-F",
        "-",
      ],
      {
        input: Buffer.from(messageFor(note)),
        env: Object.fromEntries(
          Object.entries(who).flatMap(([name, value]) => [
            [`GIT_AUTHOR_${name}`, value],
            [`GIT_COMMITTER_${name}`, value],
          ]),
        ),
      },
    );
    return { commit: output.toString().trim(), tree, note };
  }
}

/** As git update-index takes it: what goes first, so that a folder may take a file's place. */
function difference(
  last: ReadonlyMap<BytePath, TreeEntry>,
  entries: ReadonlyMap<BytePath, TreeEntry>,
): string {
  const gone = [...last.keys()].filter((path) => !entries.has(path));
  const changed = [...entries].filter(([path, entry]) => !isSame(last.get(path), entry));
  return [
    ...gone.map((path) => `0 ${"0".repeat(last.get(path)?.object.length ?? 40)}\t${path}\0`),
    ...changed.map(([path, { mode, object }]) => `${mode} ${object}\t${path}\0`),
  ].join("");
}

/** What a checkpoint saves, whoever makes it, and when. */
export interface Work {
  readonly tree: string;
  readonly carried: Carried;
}

export function isSameWork(one: Work, other: Work): boolean {
  return (
    one.tree === other.tree &&
    JSON.stringify(carriedOf(one.carried)) === JSON.stringify(carriedOf(other.carried))
  );
}

/** Without what else an object may hold, in one order. */
export function carriedOf({ head, headBranch, operation, also, nested }: Carried): Carried {
  return { head, headBranch, operation, also, nested };
}
