/** A journal in memory: for tests, and for operators that need no history. Keeps the newest `most` records. */
import type { Journal, JournalRecord } from "./journal.ts";
import { decodeRecord, encodeRecord } from "./line.ts";

/** Kept as a line, as in a file: a later change of an entry's objects rewrites no history, and secrets are out. */
interface Kept {
  readonly line: string;
  record?: JournalRecord;
}

export function createMemoryJournal(most = 10_000): Journal {
  const kept: Kept[] = [];
  let pending: Kept[] = [];
  let sequence = 0;
  const read = (): JournalRecord[] =>
    kept.slice(-most).map((item) => (item.record ??= decodeRecord(item.line)));
  return {
    append(entry) {
      sequence += 1;
      pending.push({ line: encodeRecord(entry, sequence) });
      return sequence;
    },
    commit() {
      kept.push(...pending);
      pending = [];
      // Now and then, and not for each record: moving all others up takes longer than the record itself.
      if (kept.length > most * 2) kept.splice(0, kept.length - most);
    },
    read,
    readLines: () => read().map((record) => ({ ok: true, record })),
    health: () => ({
      ok: true,
      message: "kept in memory only: give --data-dir for a history",
      trouble: null,
      lost: 0,
    }),
    close: () => undefined,
  };
}
