/**
 * Segment: one append-only file of a journal, a record a line, named by the number of its first record.
 * Sealed by its last line end: what a crash or a full disk left behind it is cut off before anything is added.
 */
import {
  closeSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";

/** Numbers in names have so many digits, so that names sort like numbers. */
const DIGITS = 15;

export function segmentName(first: number): string {
  return `${String(first).padStart(DIGITS, "0")}.jsonl`;
}

/** The number of the first record, or null for any other file. */
export function firstOfName(name: string): number | null {
  return /^\d{15}\.jsonl$/.test(name) ? Number(name.slice(0, DIGITS)) : null;
}

export class Segment {
  readonly file: string;
  readonly #descriptor: number;
  /** Where the whole records end, in bytes. */
  #length: number;
  #isTorn = true;
  #isClosed = false;

  /** Opens the file for appending, and makes it where it is not there. @throws what the file system says */
  constructor(file: string) {
    this.file = file;
    this.#descriptor = openSync(file, "a+");
    this.#length = lineEnd(this.#descriptor, fstatSync(this.#descriptor).size);
    this.#mend();
  }

  get length(): number {
    return this.#length;
  }

  /** Adds whole lines: all of them, or none that anybody will read. @throws what the file system says */
  write(lines: string): void {
    const group = Buffer.from(lines);
    this.#mend();
    this.#isTorn = true;
    // A disk may take a part of a write at a time.
    for (let done = 0; done < group.length;) done += writeSync(this.#descriptor, group, done);
    this.#isTorn = false;
    this.#length += group.length;
  }

  sync(): void {
    fsyncSync(this.#descriptor);
  }

  /** Without waiting; `failed` hears when the disk refused. */
  syncLater(failed: (error: Error) => void): void {
    fsync(this.#descriptor, (error) => {
      if (error !== null && !this.#isClosed) failed(error);
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }

  #mend(): void {
    if (this.#isTorn) ftruncateSync(this.#descriptor, this.#length);
    this.#isTorn = false;
  }
}

/** The byte after the last line end. */
function lineEnd(descriptor: number, size: number): number {
  return lastIndexOfLineEnd(descriptor, size) + 1;
}

/** The text of the last whole line, without its end; null where there is none. */
export function lastLine(file: string): string | null {
  const descriptor = openSync(file, "r");
  try {
    const end = lastIndexOfLineEnd(descriptor, fstatSync(descriptor).size);
    if (end < 0) return null;
    const begin = lastIndexOfLineEnd(descriptor, end) + 1;
    const line = Buffer.alloc(end - begin);
    readSync(descriptor, line, 0, line.length, begin);
    return line.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}

const CHUNK = 65_536;
const LINE_END = 0x0a;

/** Of the last line end before `end`, searched from there backwards; -1 where there is none. */
function lastIndexOfLineEnd(descriptor: number, end: number): number {
  const chunk = Buffer.alloc(CHUNK);
  for (let right = end; right > 0;) {
    const left = Math.max(0, right - CHUNK);
    const read = readSync(descriptor, chunk, 0, right - left, left);
    const found = chunk.subarray(0, read).lastIndexOf(LINE_END);
    if (found >= 0) return left + found;
    right = left;
  }
  return -1;
}
