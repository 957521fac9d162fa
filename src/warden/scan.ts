/**
 * A look at the files of a worktree: what stands at each path now. What has not changed since the last look, by all that
 * the system notes of a file, is not read again; of what has changed the contents go into the vault.
 */
import { closeSync, fstatSync, lstatSync, type BigIntStats } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { errnoOf } from "@gastown/system";
import { bytesOf, type BytePath } from "./byte-path.ts";
import { createBlobWriter, type BlobWriter } from "./blob-writer.ts";
import { objectOf, readContents, type Contents } from "./contents.ts";
import { FolderChain, nameOf } from "./folder-chain.ts";
import type { Git } from "./git.ts";
import { isAbsence, type OpenFolder } from "./open-folder.ts";
import type { TreeEntry } from "./tree-entry.ts";
import type { ObjectFormat } from "./vault.ts";

export interface Scan {
  readonly entries: ReadonlyMap<BytePath, TreeEntry>;
  /** What could not be read, with the reason. */
  readonly unread: ReadonlyMap<BytePath, string>;
  /** Files that differ from HEAD in no more than their line ends. */
  readonly sameButForLineEnds: ReadonlySet<BytePath>;
  /** What was left out for its size; what was saved of it stands in for it. */
  readonly large: readonly BytePath[];
}

export interface ScanInput {
  readonly root: OpenFolder;
  readonly paths: readonly BytePath[];
  readonly head: ReadonlyMap<BytePath, TreeEntry>;
  /** What the remote has of this worktree: the newest checkpoint's files. */
  readonly saved: ReadonlyMap<BytePath, TreeEntry>;
  /** Files of this size and more are left out where neither HEAD nor `saved` has them so; null: none are. */
  readonly leaveOutFrom: number | null;
  readonly signal?: AbortSignal | undefined;
}

interface Known {
  readonly mark: string;
  readonly entry: TreeEntry;
  readonly length: number;
  /** Whether the vault has the contents. */
  readonly isWritten: boolean;
  readonly isSameButForLineEnds: boolean;
}

/**
 * For so long after its last change a file may change without a trace: file systems count in steps of up to 2 s, and of what a
 * program writes through a memory map they note the first write only, until the system has written it back, which takes it 35 s.
 */
const UNSETTLED_MS = 60_000;
/** Between two looks at whether somebody else wants to be served. */
const AT_ONCE = 500;

type Seen = Known | "absent" | { readonly problem: string };

const CHANGING = { problem: "it changed while it was read" };

export class Scanner {
  readonly #git: Git;
  readonly #format: ObjectFormat;
  readonly #now: () => number;
  #known = new Map<BytePath, Known>();
  /** Contents that the vault has, beside those of HEAD. */
  readonly #written = new Set<string>();

  constructor(git: Git, format: ObjectFormat, now: () => number) {
    this.#git = git;
    this.#format = format;
    this.#now = now;
  }

  /** @throws GitError where contents could not be written: then none of this look counts. */
  async scan({ root, paths, head, saved, leaveOutFrom, signal }: ScanInput): Promise<Scan> {
    const looked: Looked = {
      ...{ root, head, saved, leaveOutFrom },
      begunAt: this.#now(),
      chain: new FolderChain(root),
      writer: createBlobWriter(this.#git, signal),
      written: new Set(),
    };
    const [seen, unread] = [new Map<BytePath, Known>(), new Map<BytePath, string>()];
    try {
      for (const [at, path] of paths.entries()) {
        if (at % AT_ONCE === 0) await setImmediate();
        signal?.throwIfAborted();
        const found = await this.#look(looked, path);
        if (found === "absent") continue;
        if ("problem" in found) this.#keepLast(path, found.problem, seen, unread);
        else seen.set(path, found);
      }
    } finally {
      looked.chain.close();
      await looked.writer.close();
    }
    for (const object of looked.written) this.#written.add(object);
    this.#known = seen;
    return { unread, ...entriesOf(looked, seen, unread) };
  }

  /** The vault was tidied: it has what the newest checkpoint holds. */
  forgetWritten(): void {
    this.#written.clear();
  }

  /** What the last look found stands in for what cannot be read now, and the next look tries again. */
  #keepLast(
    path: BytePath,
    problem: string,
    seen: Map<BytePath, Known>,
    unread: Map<BytePath, string>,
  ): void {
    const last = this.#known.get(path);
    if (last?.isWritten === true) seen.set(path, { ...last, mark: "" });
    unread.set(path, problem);
  }

  async #look(looked: Looked, path: BytePath): Promise<Seen> {
    try {
      const stat = lstatSync(Buffer.concat([Buffer.from(`${looked.root.path}/`), bytesOf(path)]), {
        bigint: true,
      });
      const last = this.#known.get(path);
      if (
        last !== undefined &&
        last.mark === markOf(stat) &&
        (last.isWritten || isLeftOut(looked, path, last))
      )
        return last;
      const folder = looked.chain.folderOf(path);
      if (folder === null) return "absent";
      if (stat.isSymbolicLink()) return await this.#readLink(looked, folder, path);
      return stat.isFile() ? await this.#readFile(looked, folder, path) : "absent";
    } catch (error) {
      if (isAbsence(error)) return "absent";
      const errno = errnoOf(error);
      if (errno === null) throw error;
      return { problem: errno };
    }
  }

  async #readLink(looked: Looked, folder: OpenFolder, path: BytePath): Promise<Seen> {
    const target = folder.readLink(nameOf(path));
    if (target === null) return "absent";
    const entry = { mode: "120000", object: objectOf(target, this.#format) };
    await this.#write(looked, path, entry.object, () => looked.writer.write(target.length, only(target)));
    return { mark: "", entry, length: target.length, isWritten: true, isSameButForLineEnds: false };
  }

  async #readFile(looked: Looked, folder: OpenFolder, path: BytePath): Promise<Seen> {
    const fd = folder.openFile(nameOf(path));
    if (fd === null) return "absent";
    try {
      const stat = fstatSync(fd, { bigint: true });
      const length = Number(stat.size);
      const contents = await readContents(fd, length, this.#format);
      if (contents === null) return CHANGING;
      const { object } = contents;
      const entry = { mode: (stat.mode & 0o100n) === 0n ? "100644" : "100755", object };
      const isWritten = !isLeftOut(looked, path, { entry, length });
      if (isWritten)
        await this.#write(looked, path, object, () => looked.writer.write(length, contents.chunks()));
      if (!contents.isWhole()) return CHANGING;
      return {
        mark: isSettled(stat, looked.begunAt) ? markOf(stat) : "",
        ...{ entry, length, isWritten },
        isSameButForLineEnds: differsInLineEnds(contents, looked.head.get(path)),
      };
    } finally {
      closeSync(fd);
    }
  }

  async #write(
    { head, saved, written }: Looked,
    path: BytePath,
    object: string,
    write: () => Promise<void>,
  ): Promise<void> {
    if (head.get(path)?.object === object || saved.get(path)?.object === object) return;
    if (this.#written.has(object) || written.has(object)) return;
    await write();
    written.add(object);
  }
}

interface Looked extends Pick<ScanInput, "root" | "head" | "saved" | "leaveOutFrom"> {
  /** By the wall clock, as are the times of files. */
  readonly begunAt: number;
  readonly chain: FolderChain;
  readonly writer: BlobWriter;
  /** Contents that this look has written. */
  readonly written: Set<string>;
}

function isLeftOut(
  { head, saved, leaveOutFrom }: Looked,
  path: BytePath,
  { entry: { object }, length }: Pick<Known, "entry" | "length">,
): boolean {
  if (leaveOutFrom === null || length < leaveOutFrom) return false;
  return head.get(path)?.object !== object && saved.get(path)?.object !== object;
}

/** What was saved of a file that is left out, or cannot be read, stands in for it: it is not to be restored as deleted. */
function entriesOf(
  looked: Looked,
  seen: ReadonlyMap<BytePath, Known>,
  unread: ReadonlyMap<BytePath, string>,
): Omit<Scan, "unread"> {
  const entries = new Map<BytePath, TreeEntry>();
  const [large, sameButForLineEnds] = [[] as BytePath[], new Set<BytePath>()];
  const standIn = (path: BytePath): TreeEntry | undefined => looked.saved.get(path) ?? looked.head.get(path);
  for (const path of unread.keys()) {
    const entry = standIn(path);
    if (entry !== undefined) entries.set(path, entry);
  }
  for (const [path, file] of seen) {
    const isLarge = isLeftOut(looked, path, file);
    const entry = isLarge ? standIn(path) : file.entry;
    if (isLarge) large.push(path);
    if (file.isSameButForLineEnds) sameButForLineEnds.add(path);
    if (entry !== undefined) entries.set(path, entry);
  }
  return { entries, large, sameButForLineEnds };
}

async function* only(bytes: Buffer): AsyncIterable<Buffer> {
  yield await Promise.resolve(bytes);
}

/** All that changes with a file's contents, and that no program can set back but the one that sets the clock. */
function markOf({ dev, ino, size, mode, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${size} ${mode} ${mtimeNs} ${ctimeNs}`;
}

/** A time ahead of the clock is of before the clock was set back: the next change could have any. */
function isSettled({ ctimeMs }: BigIntStats, begunAt: number): boolean {
  return Number(ctimeMs) < begunAt - UNSETTLED_MS;
}

function differsInLineEnds(contents: Contents, head: TreeEntry | undefined): boolean {
  return head !== undefined && head.object !== contents.object && contents.isSameButForLineEnds(head.object);
}
