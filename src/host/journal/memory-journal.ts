/**
 * A journal in memory: for tests, and for operators that need no history. Keeps the newest records: at most so many, and
 * of no more bytes, because what an agent or a person writes may make any of them large.
 */
import type { Journal, JournalIndex, JournalLine, JournalRecord } from "./journal.ts";
import { decodeRecord, encodeRecord } from "./line.ts";

const MOST_RECORDS = 10_000;

/**
 * All kept lines together, as UTF-8; Node holds them in up to twice as much. About four records of each of a thousand
 * actors: an operator of that size has some 60 MB in use, of which its past is to be a small part.
 */
const MOST_BYTES = 4 * 1024 * 1024;

/** @param mostBytes the newest record is kept also where it alone is larger. */
export function createMemoryJournal(most = MOST_RECORDS, mostBytes = MOST_BYTES): Journal {
  const kept = new NewestLines(most, mostBytes);
  let pending: string[] = [];
  let sequence = 0;
  return {
    append(entry) {
      sequence += 1;
      // As a line, as in a file: a later change of an entry's objects rewrites no history, and secrets are out.
      pending.push(encodeRecord(entry, sequence));
      return sequence;
    },
    commit() {
      for (const line of pending) kept.add(line);
      pending = [];
    },
    read: () => decoded(kept.all()),
    readLines: () => asLines(decoded(kept.all())),
    readTexts: () => kept.all(),
    index: () => indexOf(kept.all()),
    health: () => ({
      ok: true,
      message: "kept in memory only: give --data-dir for a history",
      trouble: null,
      lost: 0,
    }),
    close: () => undefined,
  };
}

/** One at a time, and kept by nobody here: as objects, records take several times as much as their lines. */
function* decoded(lines: readonly string[]): Generator<JournalRecord> {
  for (const line of lines) yield decodeRecord(line);
}

function* asLines(records: Iterable<JournalRecord>): Generator<JournalLine> {
  for (const record of records) yield { ok: true, record };
}

/** It is one part, which begins with the oldest record that is kept. */
function indexOf(lines: readonly string[]): JournalIndex {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return { parts: [], last: null };
  const [oldest, newest] = [decodeRecord(first), decodeRecord(last)];
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  return {
    parts: [{ first: oldest.sequence, at: oldest.at, bytes }],
    last: { sequence: newest.sequence, at: newest.at },
  };
}

class NewestLines {
  readonly #most: number;
  readonly #mostBytes: number;
  #lines: string[] = [];
  /** Index of the oldest line: those before it are gone. */
  #first = 0;
  #bytes = 0;

  constructor(most: number, mostBytes: number) {
    this.#most = most;
    this.#mostBytes = mostBytes;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#bytes += Buffer.byteLength(line);
    while (this.#length > this.#most || (this.#bytes > this.#mostBytes && this.#length > 1))
      this.#dropOldest();
  }

  all(): readonly string[] {
    return this.#lines.slice(this.#first);
  }

  get #length(): number {
    return this.#lines.length - this.#first;
  }

  #dropOldest(): void {
    this.#bytes -= Buffer.byteLength(this.#lines[this.#first] ?? "");
    this.#lines[this.#first] = "";
    this.#first += 1;
    // Now and then, and not for each record: moving all others up takes longer than the record itself.
    if (this.#first < this.#length) return;
    this.#lines = this.#lines.slice(this.#first);
    this.#first = 0;
  }
}
