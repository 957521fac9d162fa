import { execa } from "execa";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createMemoryJournal,
  JournalError,
  openFileJournal,
  readJournalFile,
  type Journal,
  type JournalRecord,
} from "../../src/host/index.ts";
import { polecatFacts } from "../machines/given.ts";
import { polecatInput, polecatKind, refOf } from "./kinds.ts";

type Entry = Parameters<Journal["append"]>[0];

const base = { at: 5, actor: refOf(polecatKind, "nux"), machine: "polecat", version: 1, cause: "test" };
const BEGIN: Entry = { ...base, type: "begin", input: polecatInput() };
const EVENT: Entry = {
  ...base,
  type: "event",
  event: { type: "town.observed", at: 5, facts: polecatFacts(5) },
};
const STOP: Entry = { ...base, type: "stop" };
const SNAPSHOT = { machine: "polecat", version: 1, value: { idle: "limited" }, context: { uid: "u" } };
const RESTORE: Entry = {
  ...base,
  type: "restore",
  snapshot: { ...SNAPSHOT, sequence: 3, timers: [{ id: "xstate.after.idleLimit", dueAt: 9 }] },
};

const sequences = (records: Iterable<JournalRecord>): number[] =>
  [...records].map(({ sequence }) => sequence);
function written(journal: Journal, ...entries: readonly Entry[]): readonly JournalRecord[] {
  const records = entries.map((entry) => journal.append(entry));
  journal.commit();
  return records;
}

describe("a journal in a file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "journal-"));
    file = path.join(folder, "data", "journal.jsonl");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (fsync = false): Journal => openFileJournal({ file, fsync });

  it("is made with its folder", () => {
    const journal = open();
    expect([...journal.read()]).toEqual([]);
    journal.close();
    expect(readFileSync(file, "utf8")).toBe("");
  });

  it.each([true, false])("gives back every kind of record as it was written (fsync %s)", (fsync) => {
    const journal = open(fsync);
    const records = written(journal, BEGIN, EVENT, RESTORE, STOP);
    expect([...journal.read()]).toEqual(records);
    expect(readJournalFile(file)).toEqual(records);
    expect(sequences(records)).toEqual([1, 2, 3, 4]);
    journal.close();
  });

  it("holds a record only after its commit, and a group at once", () => {
    const journal = open();
    journal.append(BEGIN);
    journal.append(EVENT);
    expect(readJournalFile(file)).toEqual([]);
    journal.commit();
    expect(sequences(readJournalFile(file))).toEqual([1, 2]);
    journal.commit();
    expect(sequences(readJournalFile(file))).toEqual([1, 2]);
    journal.close();
  });

  it("goes on with its numbers after it was opened again", () => {
    const journal = open();
    written(journal, BEGIN, EVENT);
    journal.close();
    const again = open();
    written(again, STOP);
    expect(sequences(again.read())).toEqual([1, 2, 3]);
    again.close();
  });

  it.each([
    ["in the middle of a record", (line: string) => line.slice(0, 40)],
    ["in the middle of a letter", (line: string) => Buffer.from(`${line.slice(0, 40)}ä`).subarray(0, -1)],
    ["just before its line end", (line: string) => line],
    ["with zeros where the disk had not written yet", () => "\0\0\0\0\0\0"],
  ])("cuts off a last line that a crash tore %s", (_, tear) => {
    const journal = open();
    const [first] = written(journal, BEGIN);
    journal.close();
    appendFileSync(file, tear(JSON.stringify({ ...EVENT, sequence: 2 })));
    const again = open();
    expect([...again.read()]).toEqual([first]);
    written(again, STOP);
    again.close();
    expect(readJournalFile(file)).toMatchObject([{ type: "begin" }, { sequence: 2, type: "stop" }]);
  });

  it.each([
    ["that is no JSON", "{nonsense}"],
    ["that is no record", '{"type":"event","sequence":2}'],
    ["that is empty JSON", "null"],
  ])("names file and line of a line %s", (_, line) => {
    const journal = open();
    written(journal, BEGIN, EVENT);
    journal.close();
    appendFileSync(file, `\n\n${line}\n${JSON.stringify({ ...STOP, sequence: 3 })}\n`);
    const complaint = `${file} line 5 is not a journal record: move the file away`;
    expect(() => open()).toThrow(new JournalError(complaint));
    expect(() => readJournalFile(file)).toThrow(JournalError);
  });

  it("says what to do where it cannot be opened or read", () => {
    mkdirSync(file, { recursive: true });
    expect(() => open()).toThrow(JournalError);
    expect(() => open()).toThrow(/cannot read the journal .*journal.jsonl/);
    rmSync(path.join(folder, "data"), { recursive: true });
    writeFileSync(path.join(folder, "data"), "a file where a folder should be");
    expect(() => open()).toThrow(/cannot open the journal .*give a writable --data-dir/);
  });

  it("takes what was written only in part back, so that the next record begins on a line of its own", async () => {
    const { stdout } = await execa(
      "sh",
      ["-c", `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`, process.execPath, WRITER, file],
      {
        reject: false,
        all: true,
      },
    );
    expect(stdout).toMatch(/^JournalError: cannot write the journal .*is the disk full\?$/m);
    expect(stdout).toMatch(/^written after: \[1,3\]$/m);
    expect(sequences(readJournalFile(file))).toEqual([1, 3]);
  });
});

const WRITER = path.join(import.meta.dirname, "full-disk-writer.ts");

describe("a journal in memory", () => {
  it("holds a record only after its commit", () => {
    const journal = createMemoryJournal();
    journal.append(BEGIN);
    expect([...journal.read()]).toEqual([]);
    journal.commit();
    expect(sequences(journal.read())).toEqual([1]);
    journal.close();
  });

  it("keeps the newest records, and their numbers", () => {
    const journal = createMemoryJournal(3);
    for (const entry of [BEGIN, EVENT, EVENT, EVENT]) written(journal, entry);
    expect(sequences(journal.read())).toEqual([2, 3, 4]);
    written(journal, EVENT, EVENT, EVENT, STOP);
    expect(sequences(journal.read())).toEqual([6, 7, 8]);
  });

  it("is not changed by what happens to an event later", () => {
    const journal = createMemoryJournal();
    const event = { type: "note", words: ["one"] };
    written(journal, { ...base, type: "event", event });
    event.words.push("two");
    expect([...journal.read()]).toMatchObject([{ event: { words: ["one"] } }]);
  });

  it("does not change what was read before", () => {
    const journal = createMemoryJournal(1);
    written(journal, BEGIN);
    const records = journal.read();
    written(journal, EVENT);
    expect(sequences(records)).toEqual([1]);
  });
});
