/** Reading a journal, by the operator or by anybody later: a folder of segments, a data folder, or one segment. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { z } from "zod";
import { fileOf, troubleWith, errorMessage } from "@gastown/system";
import { JournalError, type JournalIndex, type JournalLine, type JournalRecord } from "./journal.ts";
import { decodeRecord } from "./line.ts";
import { journalFolder, listSegments, type SegmentFile } from "./segment-folder.ts";
import { lastLine } from "./segment.ts";

/** All lines of a journal, oldest first, from the file on that holds a record; nothing is repaired. A torn last line is nothing: its event was never acted on. @throws JournalError when it cannot be read at all */
export function* readJournal(place: string, from = 0): Generator<JournalLine> {
  for (const { file } of filesFrom(place, from)) yield* linesOf(file);
}

/** The same as they are written. @throws JournalError when it cannot be read at all */
export function* readTexts(place: string, from = 0): Generator<string> {
  for (const { file } of filesFrom(place, from))
    for (const line of wholeLines(file)) if (line.length > 0) yield line.toString("utf8");
}

/** From the last one on that begins at or before a record. */
function filesFrom(place: string, from: number): readonly SegmentFile[] {
  const files = filesOf(place);
  return files.slice(
    Math.max(
      0,
      files.findLastIndex(({ first }) => first <= from),
    ),
  );
}

/** What there is, by the names of the files and their first and last lines. @throws JournalError when it cannot be read */
export function indexOf(place: string): JournalIndex {
  const files = filesOf(place);
  const newest = files.findLast(({ file }) => lastOf(file) !== null);
  return {
    parts: files.map(({ file, first }) => {
      const [line] = wholeLines(file);
      return {
        first,
        at: line === undefined ? null : (headOf(line)?.at ?? null),
        bytes: statSync(file).size,
      };
    }),
    last: newest === undefined ? null : lastOf(newest.file),
  };
}

const headSchema = z.object({ sequence: z.number(), at: z.number() });
type Head = z.infer<typeof headSchema>;

function headOf(line: Buffer): Head | null {
  try {
    return headSchema.safeParse(JSON.parse(line.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}

function lastOf(file: string): Head | null {
  const line = lastLine(file);
  return line === null ? null : headOf(Buffer.from(line));
}

/** The records alone. @throws JournalError at the first line that is none. */
export function* recordsOf(place: string): Generator<JournalRecord> {
  for (const line of readJournal(place)) {
    if (!line.ok) throw new JournalError(line.problem);
    yield line.record;
  }
}

/** Looks whether there is a journal, without reading it. @throws JournalError where there is none */
export function checkJournalPlace(place: string): void {
  filesOf(place);
}

/** A file alone may have any name, and so any number. */
function filesOf(place: string): readonly SegmentFile[] {
  try {
    if (!statSync(place).isDirectory()) return [{ file: place, first: 0 }];
    const files = listSegments(journalFolder(place));
    if (files.length > 0) return files;
  } catch (cause) {
    throw unreadable(place, cause);
  }
  throw new JournalError(`${place} holds no journal: give the --data-dir of an operator`);
}

function* linesOf(file: string): Generator<JournalLine> {
  let number = 0;
  for (const line of wholeLines(file)) {
    number += 1;
    if (line.length > 0) yield parse(line.toString("utf8"), file, number);
  }
}

/** Read at a time: a segment of any size, and a file that is no journal, cost no more memory than this and a line. */
const CHUNK = 256 * 1024;
const LINE_END = 0x0a;

/** What stands behind the last line end is left out. */
function* wholeLines(file: string): Generator<Buffer> {
  const descriptor = opened(file);
  try {
    let begun: Buffer[] = [];
    for (let at = 0; ;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = readSync(descriptor, chunk, 0, CHUNK, at);
      if (read === 0) return;
      at += read;
      let begin = 0;
      for (let end = 0; (end = chunk.subarray(0, read).indexOf(LINE_END, begin)) >= 0; begin = end + 1) {
        const rest = chunk.subarray(begin, end);
        yield begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
        begun = [];
      }
      begun.push(chunk.subarray(begin, read));
    }
  } catch (cause) {
    if (cause instanceof JournalError) throw cause;
    throw unreadable(file, cause);
  } finally {
    closeSync(descriptor);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): JournalError {
  const trouble = troubleWith(fileOf(cause, file), cause);
  return new JournalError(`cannot read the journal ${trouble}; give a segment or a --data-dir`, { cause });
}

function parse(line: string, file: string, number: number): JournalLine {
  try {
    return { ok: true, record: decodeRecord(line) };
  } catch (error) {
    const because = errorMessage(error).split("\n")[0];
    return { ok: false, problem: `${file} line ${number} is not a journal record: ${because}` };
  }
}
