/** A journal as text: from the operator, or from a file. */
import { z } from "zod";
import { journalRecordSchema, type JournalRecord } from "../../../src/host/journal/journal.ts";

const problemSchema = z.object({ problem: z.string() });

/**
 * The records; a line that is none is left out and told.
 * @param tell is given what is wrong, once, where anything is.
 */
export function parseJournal(text: string, tell: (problem: string) => void): readonly JournalRecord[] {
  const problems: string[] = [];
  const records = text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parseJson(line);
    const parsed = journalRecordSchema.safeParse(value);
    if (parsed.success) return [parsed.data];
    problems.push(
      problemSchema.safeParse(value).data?.problem ?? `line ${index + 1} is not a journal record`,
    );
    return [];
  });
  const [first, ...others] = problems;
  if (first !== undefined) tell(others.length === 0 ? first : `${first}, and ${others.length} more like it`);
  return records;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
