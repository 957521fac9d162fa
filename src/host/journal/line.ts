/** A record as one line of a segment, and back. */
import { journalRecordSchema, type JournalEntry, type JournalRecord } from "./journal.ts";
import { redactLine } from "./redaction.ts";

export function encodeRecord(entry: JournalEntry, sequence: number): string {
  return `${redactLine(JSON.stringify({ sequence, ...entry }))}\n`;
}

/** @throws where the line is no record; the message says in what way. */
export function decodeRecord(line: string): JournalRecord {
  return journalRecordSchema.parse(JSON.parse(line));
}
