/** A journal in memory: for tests, and for operators that need no history. Keeps the newest `most` records. */
import type { Journal, JournalEntry, JournalRecord } from "./journal.ts";

export function createMemoryJournal(most = 10_000): Journal {
  const records: JournalRecord[] = [];
  let pending: JournalRecord[] = [];
  let sequence = 0;
  return {
    append(entry: JournalEntry) {
      sequence += 1;
      // A copy, as a file would hold: a later change of the entry's objects must not rewrite history.
      const record: JournalRecord = structuredClone({ ...entry, sequence });
      pending.push(record);
      return record;
    },
    commit() {
      records.push(...pending);
      pending = [];
      if (records.length > most) records.splice(0, records.length - most);
    },
    read: () => [...records],
    close: () => undefined,
  };
}
