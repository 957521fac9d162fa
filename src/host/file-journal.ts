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
  const end = { length, isTorn: true };
  let sequence = records.at(-1)?.sequence ?? 0;
  let pending: string[] = [];
  mend(descriptor, end);
  return {
    append(entry) {
      sequence += 1;
      const record: JournalRecord = { ...entry, sequence };
      pending.push(`${JSON.stringify(record)}\n`);
      return record;
    },
    commit() {
      if (pending.length === 0) return;
      const group = Buffer.from(pending.join(""));
      pending = [];
      try {
        mend(descriptor, end);
        write(descriptor, group, end);
        if (fsync) fsyncSync(descriptor);
      } catch (cause) {
        throw new JournalError(`cannot write the journal ${file}: is the disk full?`, { cause });
      }
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

/** Where the whole records end, in bytes, and whether anything may come after them. */
interface End {
  length: number;
  isTorn: boolean;
}

/** Takes back what a crash or a full disk left of a record: the next one would begin in the middle of a line. */
function mend(descriptor: number, end: End): void {
  if (end.isTorn) ftruncateSync(descriptor, end.length);
  end.isTorn = false;
}

/** A disk may take a part of a write at a time. */
function write(descriptor: number, group: Buffer, end: End): void {
  end.isTorn = true;
  for (let done = 0; done < group.length;) done += writeSync(descriptor, group, done);
  end.isTorn = false;
  end.length += group.length;
}

function load(file: string): { records: readonly JournalRecord[]; length: number } {
  if (!existsSync(file)) return { records: [], length: 0 };
  const bytes = read(file);
  const length = bytes.lastIndexOf("\n") + 1;
  const lines = bytes.subarray(0, length).toString("utf8").split("\n");
  return {
    records: lines.flatMap((line, index) => (line === "" ? [] : [parse(line, file, index + 1)])),
    length,
  };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new JournalError(`cannot read the journal ${file}: give a --data-dir of the operator's own`, {
      cause,
    });
  }
}

function parse(line: string, file: string, number: number): JournalRecord {
  try {
    return journalRecordSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new JournalError(`${file} line ${number} is not a journal record: move the file away`, { cause });
  }
}
