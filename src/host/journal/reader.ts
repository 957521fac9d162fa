/** Reading a journal, by the operator or by anybody later: a folder of segments, a data folder, or one segment. */
import { readFileSync, statSync } from "node:fs";
import { JournalError, type JournalRecord } from "./journal.ts";
import { decodeRecord } from "./line.ts";
import { journalFolder, listSegments } from "./segment-folder.ts";

/** A record, or a line that is none. A torn last line is nothing: its event was never acted on. */
export type JournalLine =
  { readonly ok: true; readonly record: JournalRecord } | { readonly ok: false; readonly problem: string };

/** All lines of a journal, oldest first; nothing is repaired. @throws JournalError when it cannot be read at all */
export function* readJournal(place: string): Generator<JournalLine> {
  for (const file of filesOf(place)) yield* linesOf(file);
}

/** The records alone. @throws JournalError at the first line that is none. */
export function* recordsOf(place: string): Generator<JournalRecord> {
  for (const line of readJournal(place)) {
    if (!line.ok) throw new JournalError(line.problem);
    yield line.record;
  }
}

function filesOf(place: string): readonly string[] {
  try {
    if (!statSync(place).isDirectory()) return [place];
    const files = listSegments(journalFolder(place)).map(({ file }) => file);
    if (files.length > 0) return files;
  } catch (cause) {
    throw new JournalError(`cannot read the journal ${place}: give a segment or a --data-dir`, { cause });
  }
  throw new JournalError(`${place} holds no journal: give the --data-dir of an operator`);
}

function* linesOf(file: string): Generator<JournalLine> {
  const text = read(file);
  let number = 0;
  for (let begin = 0; ;) {
    const end = text.indexOf("\n", begin);
    if (end < 0) return;
    number += 1;
    if (end > begin) yield parse(text.slice(begin, end), file, number);
    begin = end + 1;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new JournalError(`cannot read the journal ${file}: give a segment or a --data-dir`, { cause });
  }
}

function parse(line: string, file: string, number: number): JournalLine {
  try {
    return { ok: true, record: decodeRecord(line) };
  } catch (error) {
    const because = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { ok: false, problem: `${file} line ${number} is not a journal record: ${because}` };
  }
}
