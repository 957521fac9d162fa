/** A journal as text: from the operator, or from a file. */
import { journalRecordSchema, type JournalRecord } from "../../../src/host/journal/journal.ts";

/** @throws Error naming the first line that is no record. */
export function parseJournal(text: string): readonly JournalRecord[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = journalRecordSchema.safeParse(parseJson(line));
    if (!parsed.success) throw new Error(`line ${index + 1} is not a journal record`);
    return [parsed.data];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
