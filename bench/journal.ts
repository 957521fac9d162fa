/** The rate of records: written, parsed, and replayed. */
import { polecatKind } from "../src/kinds/index.ts";
import {
  differenceOf,
  differenceText,
  openFileJournal,
  recordsOf,
  Replayer,
  type Journal,
  type JournalRecord,
} from "../src/host/index.ts";
import { KINDS } from "./events.ts";
import { GROUP, JOURNAL, type Ground } from "./ground.ts";
import type { Contestant } from "./measure.ts";

export function ofTheJournal(ground: Ground): readonly Contestant[] {
  const records = (): readonly JournalRecord[] => [...recordsOf(ground.recorded())];
  return [
    {
      name: "replay from the file",
      unit: "records",
      prepare: () => {
        const folder = ground.recorded();
        return { count: records().length, run: () => replayAll(recordsOf(folder), false) };
      },
    },
    {
      name: "replay --check from the file",
      unit: "records",
      prepare: () => {
        const folder = ground.recorded();
        return { count: records().length, run: () => replayAll(recordsOf(folder), true) };
      },
    },
    {
      name: "parsing the journal",
      unit: "records",
      prepare: () => {
        const folder = ground.recorded();
        return {
          count: records().length,
          run: () => {
            for (const record of recordsOf(folder)) if (record.sequence < 0) throw new Error("no record");
          },
        };
      },
    },
    {
      name: "writing the journal",
      unit: "records",
      prepare: () => {
        const given = records();
        const journal = openFileJournal({ ...JOURNAL, folder: ground.folder() });
        return { count: given.length, run: () => writeAll(journal, given) };
      },
    },
  ];
}

function replayAll(records: Iterable<JournalRecord>, isChecked: boolean): void {
  const replayer = new Replayer(KINDS);
  for (const record of records) {
    const replayed = replayer.take(record);
    const difference = isChecked ? differenceOf(polecatKind, replayed) : null;
    if (difference !== null) throw new Error(differenceText(difference));
  }
}

function writeAll(journal: Journal, records: readonly JournalRecord[]): void {
  for (const [index, { sequence: _sequence, ...entry }] of records.entries()) {
    journal.append(entry);
    if (index % GROUP === GROUP - 1) journal.commit();
  }
  journal.commit();
  journal.close();
}
