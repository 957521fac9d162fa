/**
 * A journal in an append-only file, one JSON record a line. `commit` is one write for the whole group.
 * A record torn by a crash is the last one: it is cut off when the file is opened, and its event was never acted on.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { JournalError, journalRecordSchema, type Journal, type JournalRecord } from "./journal.ts";

export interface FileJournalOptions {
  readonly file: string;
  /** True: each commit waits for the disk, and survives a power cut. False: it survives a crash of the operator. */
  readonly fsync: boolean;
}

/** @throws JournalError when the file cannot be opened or holds a line that is not a record. */
export function openFileJournal({ file, fsync }: FileJournalOptions): Journal {
  const { records, length } = load(file);
  const descriptor = open(file);
  ftruncateSync(descriptor, length);
  let sequence = records.at(-1)?.sequence ?? 0;
  let pending: string[] = [];
  return {
    append(entry) {
      sequence += 1;
      const record: JournalRecord = { ...entry, sequence };
      pending.push(`${JSON.stringify(record)}\n`);
      return record;
    },
    commit() {
      if (pending.length === 0) return;
      const group = pending.join("");
      pending = [];
      write(descriptor, group, file);
      if (fsync) fsyncSync(descriptor);
    },
    read: () => load(file).records,
    close: () => closeSync(descriptor),
  };
}

/** Records of a journal file, for replay; nothing is repaired. @throws JournalError */
export function readJournalFile(file: string): readonly JournalRecord[] {
  return load(file).records;
}

function open(file: string): number {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return openSync(file, "a");
  } catch (cause) {
    throw new JournalError(`cannot open the journal ${file}: give a writable --data-dir`, { cause });
  }
}

/** A disk may take a part of a write: the rest follows, or the next record would begin in the middle of a line. */
function write(descriptor: number, group: string, file: string): void {
  const bytes = Buffer.from(group);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
  } catch (cause) {
    throw new JournalError(`cannot write the journal ${file}: is the disk full?`, { cause });
  }
}

function load(file: string): { records: readonly JournalRecord[]; length: number } {
  if (!existsSync(file)) return { records: [], length: 0 };
  const bytes = readFileSync(file);
  const length = bytes.lastIndexOf("\n") + 1;
  const lines = bytes.subarray(0, length).toString("utf8").split("\n").filter(Boolean);
  return { records: lines.map((line, index) => parse(line, file, index + 1)), length };
}

function parse(line: string, file: string, number: number): JournalRecord {
  try {
    return journalRecordSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new JournalError(`${file} line ${number} is not a journal record: move the file away`, { cause });
  }
}
