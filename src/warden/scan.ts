/**
 * A look at the files of a worktree: what stands at each path now. What has not changed since the last look, by all that
 * the system notes of a file, is not read again; of what has changed the contents go into the vault.
 */
import { closeSync, fstatSync, lstatSync, type BigIntStats } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { errnoOf } from "../system/index.ts";
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
  /** Larger than what the remote was found to take. */
  readonly large: readonly BytePath[];
}

export interface ScanInput {
  readonly root: OpenFolder;
  readonly paths: readonly BytePath[];
  readonly head: ReadonlyMap<BytePath, TreeEntry>;
  /** Files of this size and more are left out, unless HEAD has them so; null: none are. */
  readonly leaveOutFrom: number | null;
  readonly signal?: AbortSignal | undefined;
}

interface Known {
  readonly mark: string;
  readonly entry: TreeEntry;
  readonly isSameButForLineEnds: boolean;
}

/** Within this of its last change a file may change again without a trace: file systems count in steps of up to 2 s. */
const STEP_MS = 2_000;
/** Between two looks at whether somebody else wants to be served. */
const AT_ONCE = 500;

type Seen = Known | "absent" | "large" | "changing" | { readonly problem: string };

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
  async scan({ root, paths, head, leaveOutFrom, signal }: ScanInput): Promise<Scan> {
    const looked: Looked = { root, head, leaveOutFrom, begunAt: this.#now(), chain: new FolderChain(root) };
    const writer = createBlobWriter(this.#git, signal);
    const [seen, written] = [new Map<BytePath, Known>(), new Set<string>()];
    const [unread, large] = [new Map<BytePath, string>(), [] as BytePath[]];
    try {
      for (const [at, path] of paths.entries()) {
        if (at % AT_ONCE === 0) await setImmediate();
        signal?.throwIfAborted();
        const found = await this.#look(looked, path, writer, written);
        if (found === "large") this.#leaveOut(path, head, seen, large);
        else if (found === "changing") this.#keepLast(path, seen, unread);
        else if (found !== "absent" && "problem" in found) unread.set(path, found.problem);
        else if (found !== "absent") seen.set(path, found);
      }
    } finally {
      looked.chain.close();
      await writer.close();
    }
    for (const object of written) this.#written.add(object);
    this.#known = seen;
    return {
      entries: new Map([...seen].map(([path, { entry }]) => [path, entry])),
      unread,
      large,
      sameButForLineEnds: new Set(
        [...seen].flatMap(([path, file]) => (file.isSameButForLineEnds ? [path] : [])),
      ),
    };
  }

  /** A file that is being written: what the last look found stands in for it, and the next look reads it. */
  #keepLast(path: BytePath, seen: Map<BytePath, Known>, unread: Map<BytePath, string>): void {
    const last = this.#known.get(path);
    if (last !== undefined) seen.set(path, { ...last, mark: "" });
    unread.set(path, "it changed while it was read");
  }

  /** What HEAD has stands in for it, if anything: it is not to be restored as deleted. */
  #leaveOut(
    path: BytePath,
    head: ReadonlyMap<BytePath, TreeEntry>,
    seen: Map<BytePath, Known>,
    large: BytePath[],
  ): void {
    const entry = head.get(path);
    large.push(path);
    if (entry !== undefined) seen.set(path, { mark: "", entry, isSameButForLineEnds: false });
  }

  async #look(looked: Looked, path: BytePath, writer: BlobWriter, written: Set<string>): Promise<Seen> {
    try {
      const stat = lstatSync(Buffer.concat([Buffer.from(`${looked.root.path}/`), bytesOf(path)]), {
        bigint: true,
      });
      const last = this.#known.get(path);
      if (last !== undefined && last.mark === markOf(stat)) return last;
      const folder = looked.chain.folderOf(path);
      if (folder === null) return "absent";
      if (stat.isSymbolicLink()) return await this.#readLink(looked, folder, path, writer, written);
      return stat.isFile() ? await this.#readFile(looked, folder, path, writer, written) : "absent";
    } catch (error) {
      if (isAbsence(error)) return "absent";
      const errno = errnoOf(error);
      if (errno === null) throw error;
      return { problem: errno };
    }
  }

  async #readLink(
    looked: Looked,
    folder: OpenFolder,
    path: BytePath,
    writer: BlobWriter,
    written: Set<string>,
  ): Promise<Seen> {
    const target = folder.readLink(nameOf(path));
    if (target === null) return "absent";
    const entry = { mode: "120000", object: objectOf(target, this.#format) };
    await this.#write(looked, path, entry.object, written, () => writer.write(target.length, only(target)));
    return { mark: "", entry, isSameButForLineEnds: false };
  }

  async #readFile(
    looked: Looked,
    folder: OpenFolder,
    path: BytePath,
    writer: BlobWriter,
    written: Set<string>,
  ): Promise<Seen> {
    const fd = folder.openFile(nameOf(path));
    if (fd === null) return "absent";
    try {
      const stat = fstatSync(fd, { bigint: true });
      const length = Number(stat.size);
      const isLarge = looked.leaveOutFrom !== null && length >= looked.leaveOutFrom;
      const inHead = looked.head.get(path)?.object;
      if (isLarge && inHead === undefined) return "large";
      const contents = await readContents(fd, length, this.#format);
      if (contents === null) return "changing";
      const { object } = contents;
      if (isLarge && object !== inHead) return "large";
      await this.#write(looked, path, object, written, () => writer.write(length, contents.chunks()));
      if (!contents.isWhole()) return "changing";
      const mode = (stat.mode & 0o100n) === 0n ? "100644" : "100755";
      return {
        mark: isSettled(stat, looked.begunAt) ? markOf(stat) : "",
        entry: { mode, object },
        isSameButForLineEnds: differsInLineEnds(contents, looked.head.get(path)),
      };
    } finally {
      closeSync(fd);
    }
  }

  async #write(
    { head }: Looked,
    path: BytePath,
    object: string,
    written: Set<string>,
    write: () => Promise<void>,
  ): Promise<void> {
    if (head.get(path)?.object === object || this.#written.has(object) || written.has(object)) return;
    await write();
    written.add(object);
  }
}

interface Looked {
  readonly root: OpenFolder;
  readonly head: ReadonlyMap<BytePath, TreeEntry>;
  readonly leaveOutFrom: number | null;
  /** By the wall clock, as are the times of files. */
  readonly begunAt: number;
  readonly chain: FolderChain;
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
  return Number(ctimeMs) < begunAt - STEP_MS;
}

function differsInLineEnds(contents: Contents, head: TreeEntry | undefined): boolean {
  return head !== undefined && head.object !== contents.object && contents.isSameButForLineEnds(head.object);
}
