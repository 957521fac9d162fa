/** A look at the files of the worktree: what a checkpoint holds of them, and what it does not. */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AgentRepository } from "./agent-repository.ts";
import { bytesOf, shownPath, type BytePath } from "./byte-path.ts";
import type { Git } from "./git.ts";
import { listWorktree, treeOf, type Listing } from "./listing.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { Reader } from "./reader.ts";
import type { Scan, Scanner } from "./scan.ts";
import { isSame, type TreeEntry } from "./tree-entry.ts";

export interface FilesFound {
  readonly entries: ReadonlyMap<BytePath, TreeEntry>;
  /** Paths that differ from HEAD, as people read them. */
  readonly uncommitted: readonly string[];
  readonly nested: readonly string[];
  /** What was left out for its size, as people read it. */
  readonly large: readonly string[];
  /** What is in the worktree and not in a checkpoint, in words. */
  readonly problems: readonly string[];
}

export interface FilesInput {
  readonly root: OpenFolder;
  /** Null: it cannot be read. */
  readonly repository: AgentRepository | null;
  readonly head: string | null;
  /** The files of the newest checkpoint on the remote. */
  readonly saved: ReadonlyMap<BytePath, TreeEntry>;
  readonly leaveOutFrom: number | null;
  readonly signal?: AbortSignal | undefined;
}

export class FilesLook {
  readonly #git: Git;
  readonly #reader: Reader;
  readonly #scanner: Scanner;
  readonly #indexFile: string;
  /** Of the last look: HEAD moves seldom. */
  #head: { readonly commit: string | null; readonly files: ReadonlyMap<BytePath, TreeEntry> } | null = null;

  /** @param git on the vault. @param folder in which a copy of the index may lie. */
  constructor(git: Git, reader: Reader, scanner: Scanner, folder: string) {
    this.#git = git;
    this.#reader = reader;
    this.#scanner = scanner;
    this.#indexFile = path.join(folder, "agent-index");
  }

  /** @throws GitError */
  async look({ root, repository, head, saved, leaveOutFrom, signal }: FilesInput): Promise<FilesFound> {
    const files = await this.#headFiles(head);
    const listing = await listWorktree({
      git: this.#reader.git,
      root,
      indexFile: this.#copyIndex(repository),
      excludeFile: this.#reader.excludeFile,
      head: files,
      signal,
    });
    const scan = await this.#scanner.scan({
      root,
      paths: listing.paths,
      head: files,
      saved,
      leaveOutFrom,
      signal,
    });
    return {
      entries: new Map([...scan.entries, ...listing.fixed]),
      uncommitted: uncommittedIn(listing, scan, files),
      nested: listing.nested.map((name) => bytesOf(name).toString("utf8")),
      large: scan.large.map(shownPath),
      problems: problemsOf(listing, scan),
    };
  }

  /** The vault has been brought back to the newest checkpoint. */
  forget(): void {
    this.#scanner.forgetWritten();
  }

  async #headFiles(commit: string | null): Promise<ReadonlyMap<BytePath, TreeEntry>> {
    if (this.#head !== null && this.#head.commit === commit) return this.#head.files;
    const files = await treeOf(this.#git, commit);
    this.#head = { commit, files };
    return files;
  }

  /** Copied, so that git neither locks nor rewrites the agent's own. */
  #copyIndex(repository: AgentRepository | null): string | null {
    writeFileSync(this.#reader.excludeFile, repository?.exclude ?? "");
    if (repository?.index == null) {
      rmSync(this.#indexFile, { force: true });
      return null;
    }
    writeFileSync(this.#indexFile, repository.index);
    return this.#indexFile;
  }
}

function uncommittedIn(
  { nested, submodules, fixed }: Listing,
  { entries, sameButForLineEnds, large, unread }: Scan,
  head: ReadonlyMap<BytePath, TreeEntry>,
): readonly string[] {
  const isInSubmodule = (path: BytePath): boolean =>
    submodules.size > 0 && nested.some((folder) => submodules.has(folder) && path.startsWith(`${folder}/`));
  const changed = [...entries].filter(
    ([path, entry]) =>
      !isSame(entry, head.get(path)) && !sameButForLineEnds.has(path) && !isInSubmodule(path),
  );
  const isElsewhere = new Set([...large, ...unread.keys()]);
  const deleted = [...head.keys()].filter(
    (path) => !entries.has(path) && !fixed.has(path) && !submodules.has(path) && !isElsewhere.has(path),
  );
  return [...changed.map(([path]) => path), ...deleted].sort().map(shownPath);
}

function problemsOf({ forbidden, indexProblem }: Listing, { unread }: Scan): readonly string[] {
  return [
    ...[...unread].map(([path, problem]) => `${shownPath(path)}: it cannot be read (${problem})`),
    ...forbidden.map((path) => `${shownPath(path)}: git may not have a file of this name`),
    ...(indexProblem === null
      ? []
      : [
          `the worktree's index cannot be read, so ignored files that it tracks may be missing: ${indexProblem}`,
        ]),
  ];
}
