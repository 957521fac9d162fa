/**
 * A folder of the agent's, held open, in which nothing is reached through a link. The agent may replace any part of a path
 * while it is being looked up; read by name, a file of its worktree could at that moment be one of the warden's own, its
 * git key for instance, and would be pushed. So each folder is opened from the one above it, and a link opens nothing.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  unlinkSync,
} from "node:fs";
import type { BigIntStats } from "node:fs";
import { errnoOf } from "@gastown/system";
import { bytePath, bytesOf, type BytePath } from "./byte-path.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/** Linux gives each open file a path, whatever became of its name since. Elsewhere, where no pod runs, names must do. */
const HAS_PATHS_OF_OPEN_FILES = existsSync("/proc/self/fd");

/** What the system says of a name that is not there, or is something else than was looked for. */
const ABSENT: ReadonlySet<string | null> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "ENAMETOOLONG"]);

export function isAbsence(error: unknown): boolean {
  return ABSENT.has(errnoOf(error));
}

export class OpenFolder {
  readonly #fd: number;
  /** For programs, and for names below it. */
  readonly path: string;

  private constructor(fd: number, name: Buffer) {
    this.#fd = fd;
    this.path = HAS_PATHS_OF_OPEN_FILES ? `/proc/${process.pid}/fd/${fd}` : name.toString("utf8");
  }

  /** @throws what the system says: ELOOP or ENOTDIR of a link. */
  static open(path: string): OpenFolder {
    const name = Buffer.from(path);
    return new OpenFolder(openSync(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), name);
  }

  /** @param name of one part. @returns null where there is no such folder, or a link of that name. */
  folder(name: BytePath): OpenFolder | null {
    const below = this.#below(name);
    return orNull(() => new OpenFolder(openSync(below, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), below));
  }

  /** @returns a file descriptor; null where there is no such regular file. */
  openFile(name: BytePath): number | null {
    // A pipe that nobody writes to would be waited for.
    const fd = orNull(() => openSync(this.#below(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
    if (fd === null || fstatSync(fd).isFile()) return fd;
    closeSync(fd);
    return null;
  }

  /** At most so many bytes of a regular file, or null where there is none, or a longer one. */
  readFile(name: BytePath, mostBytes: number): Buffer | null {
    const fd = this.openFile(name);
    if (fd === null) return null;
    try {
      return readAll(fd, mostBytes);
    } finally {
      closeSync(fd);
    }
  }

  readLink(name: BytePath): Buffer | null {
    return orNull(() => readlinkSync(this.#below(name), { encoding: "buffer" }));
  }

  stat(name: BytePath): BigIntStats | null {
    return orNull(() => lstatSync(this.#below(name), { bigint: true }));
  }

  names(): readonly BytePath[] {
    return readdirSync(this.path, { encoding: "buffer" }).map((name) => bytePath(name));
  }

  remove(name: BytePath): void {
    unlinkSync(this.#below(name));
  }

  close(): void {
    closeSync(this.#fd);
  }

  #below(name: BytePath): Buffer {
    return Buffer.concat([Buffer.from(`${this.path}/`), bytesOf(name)]);
  }
}

/** @returns null where it is longer. */
function readAll(fd: number, mostBytes: number): Buffer | null {
  const parts: Buffer[] = [];
  let length = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(Math.min(65_536, mostBytes + 1));
    const read = readSync(fd, part);
    if (read === 0) return Buffer.concat(parts, length);
    parts.push(part.subarray(0, read));
    length += read;
    if (length > mostBytes) return null;
  }
}

/** @throws what the system says of anything but an absence. */
function orNull<Value>(look: () => Value): Value | null {
  try {
    return look();
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}
