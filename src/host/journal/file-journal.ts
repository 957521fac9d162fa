/**
 * The journal in a folder of segments. A commit is one write for the whole group. A segment that is full or old is
 * followed by one that begins with a snapshot of each actor, so that old ones can go and the rest still replays.
 * While the disk refuses, records are counted as lost and the operator goes on; the segment after that begins the same way.
 */
import { unlinkSync } from "node:fs";
import path from "node:path";
import { errnoOf, fileOf, hasElapsed, troubleWith } from "@gastown/system";
import type { Clock } from "../clock.ts";
import {
  JournalError,
  type Journal,
  type JournalEntry,
  type JournalHealth,
  type SnapshotEntries,
} from "./journal.ts";
import { encodeRecord } from "./line.ts";
import { indexOf, readJournal, readTexts, recordsOf } from "./reader.ts";
import { openFolder, retain } from "./segment-folder.ts";
import { Segment, segmentName } from "./segment.ts";

/**
 * When the disk is waited for. `never`: records survive a crash of the operator; `commit`: each group survives a power
 * cut, before its effects are carried out; a number: a power cut loses so many ms at most.
 */
export type FsyncPolicy = "never" | "commit" | number;

export interface FileJournalOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly fsync: FsyncPolicy;
  /** A segment ends once it has so many bytes beside its snapshots, or is so old. */
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** What of the old segments stays: bytes in all, and age. */
  readonly keepBytes: number;
  readonly keepMs: number;
  /** What people should know and nothing has to stop for, such as a damaged segment that was moved aside. */
  readonly onWarning: (warning: string) => void;
}

/** How long after a failure the disk is left in peace. */
const RETRY_MS = 5_000;

/** @throws JournalError when the folder cannot be written; a disk that is only full is no reason not to start. */
export function openFileJournal(options: FileJournalOptions): Journal {
  const journal = new FileJournal(options);
  // A plain object, so that a caller can put another function in the place of one.
  return {
    append: (entry) => journal.append(entry),
    commit: (snapshots) => journal.commit(snapshots),
    read: () => recordsOf(options.folder),
    readLines: (from) => readJournal(options.folder, from),
    readTexts: (from) => readTexts(options.folder, from),
    index: () => indexOf(options.folder),
    health: () => journal.health(),
    close: () => journal.close(),
  };
}

interface Trouble {
  readonly since: number;
  readonly failedAt: number;
  readonly because: string;
}

class FileJournal {
  readonly #options: FileJournalOptions;
  #sequence = 0;
  #segment: Segment | null = null;
  #beganAt = 0;
  /** Bytes of the current segment's snapshots: they are no reason to end it. */
  #headBytes = 0;
  #pending: string[] = [];
  #trouble: Trouble | null = null;
  #lost = 0;
  #cancelSync: (() => void) | null = null;

  constructor(options: FileJournalOptions) {
    this.#options = options;
    const { folder, onWarning } = options;
    try {
      const { newest, sequence } = openFolder(folder, onWarning);
      this.#sequence = sequence;
      this.#begin(newest ?? this.#nextFile());
      this.#retain();
    } catch (cause) {
      if (!isFull(cause)) {
        const trouble = troubleWith(fileOf(cause, folder), cause);
        throw new JournalError(`cannot open the journal, ${trouble}; give a writable --data-dir`, { cause });
      }
      this.#note(cause);
      onWarning(this.health().message);
    }
  }

  append(entry: JournalEntry): number {
    this.#sequence += 1;
    this.#pending.push(encodeRecord(entry, this.#sequence));
    return this.#sequence;
  }

  commit(snapshots?: SnapshotEntries): void {
    if (this.#pending.length === 0 && this.#trouble === null) return;
    const group = this.#pending;
    this.#pending = [];
    const now = this.#options.clock.now();
    if (this.#trouble !== null && !hasElapsed(RETRY_MS, this.#trouble.failedAt, now)) {
      this.#lost += group.length;
      return;
    }
    let isWritten = false;
    try {
      isWritten = this.#write(group, now, snapshots);
      this.#trouble = null;
    } catch (cause) {
      this.#note(cause);
      throw new JournalError(this.health().message, { cause });
    } finally {
      if (!isWritten) this.#lost += group.length;
    }
  }

  health(): JournalHealth {
    const lost = this.#lost;
    const losses = lost === 0 ? "" : `; ${lost} records were lost`;
    if (this.#trouble === null)
      return { ok: true, message: `written to ${this.#options.folder}${losses}`, trouble: null, lost };
    const since = new Date(this.#trouble.since).toISOString();
    const trouble = `cannot write the journal in ${this.#options.folder} since ${since}: ${this.#trouble.because}`;
    return { ok: false, message: `${trouble}${losses}`, trouble, lost };
  }

  close(): void {
    this.#cancelSync?.();
    this.#segment?.close();
    this.#segment = null;
  }

  /** @returns whether the group itself stands in the journal. */
  #write(group: readonly string[], now: number, snapshots: SnapshotEntries | undefined): boolean {
    const segment = this.#segment;
    if (segment !== null) segment.write(group.join(""));
    // After a loss the group would follow on records that are missing: the snapshots hold what it led to.
    if (segment === null || this.#isDue(segment, now)) this.#roll(segment === null ? group : [], snapshots);
    this.#sync();
    return segment !== null || snapshots === undefined;
  }

  #isDue(segment: Segment, now: number): boolean {
    const { segmentBytes, segmentMs } = this.#options;
    return segment.length - this.#headBytes >= segmentBytes || now - this.#beganAt >= segmentMs;
  }

  /** @param missed what the snapshots make up for; it is written as it is where nobody gives any. */
  #roll(missed: readonly string[], snapshots: SnapshotEntries | undefined): void {
    if (this.#options.fsync !== "never") this.#segment?.sync();
    this.#segment?.close();
    this.#segment = null;
    const file = this.#nextFile();
    try {
      const segment = this.#begin(file);
      if (snapshots === undefined) segment.write(missed.join(""));
      else this.#writeSnapshots(segment, snapshots());
    } catch (error) {
      this.#abandon(file);
      throw error;
    }
    this.#retain();
  }

  /** In pieces: of ten thousand actors nobody needs all snapshots in memory at once. */
  #writeSnapshots(segment: Segment, entries: Iterable<JournalEntry>): void {
    let piece: string[] = [];
    for (const entry of entries) {
      this.#sequence += 1;
      piece.push(encodeRecord(entry, this.#sequence));
      if (piece.length < 256) continue;
      segment.write(piece.join(""));
      piece = [];
    }
    if (piece.length > 0) segment.write(piece.join(""));
    this.#headBytes = segment.length;
  }

  /** A segment whose first snapshots are missing would replay to something else. */
  #abandon(file: string): void {
    this.#segment?.close();
    this.#segment = null;
    try {
      unlinkSync(file);
    } catch {
      // It was not made at all, or cannot be removed: then its records stand alone and say so when they are replayed.
    }
  }

  #begin(file: string): Segment {
    this.#segment = new Segment(file);
    this.#beganAt = this.#options.clock.now();
    this.#headBytes = 0;
    return this.#segment;
  }

  #nextFile(): string {
    return path.join(this.#options.folder, segmentName(this.#sequence + 1));
  }

  #retain(): void {
    const { folder, keepBytes, keepMs, clock, onWarning } = this.#options;
    try {
      retain(folder, this.#segment?.file ?? "", { bytes: keepBytes, ms: keepMs }, clock.now());
    } catch (error) {
      onWarning(`old segments of the journal in ${folder} could not be removed: ${String(error)}`);
    }
  }

  #sync(): void {
    const { fsync, clock, onWarning } = this.#options;
    if (fsync === "commit") this.#segment?.sync();
    if (typeof fsync !== "number" || this.#cancelSync !== null) return;
    this.#cancelSync = clock.setTimer(fsync, () => {
      this.#cancelSync = null;
      this.#segment?.syncLater((error) => onWarning(`the disk did not take the journal: ${error.message}`));
    });
  }

  #note(cause: unknown): void {
    const now = this.#options.clock.now();
    this.#segment?.close();
    this.#segment = null;
    this.#trouble = {
      since: this.#trouble?.since ?? now,
      failedAt: now,
      because: isFull(cause)
        ? "the disk is full: free some space, or lower --journal-keep-size"
        : troubleWith(fileOf(cause, this.#options.folder), cause),
    };
  }
}

/** No space, over quota, or a limit on the size of files: something that passes by itself or with a little help. */
function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EFBIG"].includes(errnoOf(error) ?? "");
}
