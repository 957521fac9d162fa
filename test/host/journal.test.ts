import { execa } from "execa";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createMemoryJournal,
  JournalError,
  openFileJournal,
  readJournal,
  recordsOf,
  type FsyncPolicy,
  type Journal,
} from "../../src/host/index.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import {
  BASE,
  BEGIN,
  EVENT,
  RESTORE,
  sequences,
  SNAPSHOT,
  STOP,
  types,
  write,
  type Entry,
} from "./journal-entries.ts";
import { LIMITS } from "./journal-limits.ts";

let folder: string;
let clock: FakeClock;
let warnings: string[];
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), "journal-")), "journal");
  clock = createFakeClock(0);
  warnings = [];
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

const open = (fsync: FsyncPolicy = "never"): Journal =>
  openFileJournal({ ...LIMITS, fsync, folder, clock, onWarning: (warning) => warnings.push(warning) });
const segment = (first: number): string => path.join(folder, `${String(first).padStart(15, "0")}.jsonl`);

describe("A journal in files", () => {
  it("is made with its folder", () => {
    const journal = open();
    expect([...journal.read()]).toEqual([]);
    journal.close();
    expect(readdirSync(folder)).toEqual(["000000000000001.jsonl"]);
  });

  it.each<FsyncPolicy>(["commit", "never", 1_000])(
    "gives back every kind of record as it was written (fsync %s)",
    (fsync) => {
      const journal = open(fsync);
      const entries = [BEGIN, EVENT, RESTORE, SNAPSHOT, STOP];
      write(journal, ...entries);
      clock.advance(1_000);
      const records = entries.map((entry, index) => ({ ...entry, sequence: index + 1 }));
      expect([...journal.read()]).toEqual(records);
      expect([...recordsOf(segment(1))]).toEqual(records);
      journal.close();
      expect([...recordsOf(path.dirname(folder))]).toEqual(records);
    },
  );

  it("holds a record only after its commit, and a group at once", () => {
    const journal = open();
    journal.append(BEGIN);
    journal.append(EVENT);
    expect([...recordsOf(folder)]).toEqual([]);
    journal.commit();
    expect(sequences(recordsOf(folder))).toEqual([1, 2]);
    journal.commit();
    expect(sequences(recordsOf(folder))).toEqual([1, 2]);
    journal.close();
  });

  it("goes on with its numbers, in the same file, after it was opened again", () => {
    const journal = open();
    write(journal, BEGIN, EVENT);
    journal.close();
    const again = open();
    write(again, STOP);
    expect(sequences(again.read())).toEqual([1, 2, 3]);
    expect(readdirSync(folder)).toHaveLength(1);
    again.close();
  });

  it.each([
    ["in the middle of a record", (line: string) => line.slice(0, 40)],
    ["in the middle of a letter", (line: string) => Buffer.from(`${line.slice(0, 40)}ä`).subarray(0, -1)],
    ["just before its line end", (line: string) => line],
    ["with zeros where the disk had not written yet", () => "\0\0\0\0\0\0"],
    ["after more than one block of a disk", (line: string) => line.repeat(500)],
  ])("cuts off a last line that a crash tore %s", (_, tear) => {
    const journal = open();
    write(journal, BEGIN);
    journal.close();
    appendFileSync(segment(1), tear(JSON.stringify({ ...EVENT, sequence: 2 })));
    const again = open();
    expect(types(again.read())).toEqual(["begin"]);
    write(again, STOP);
    again.close();
    expect([...recordsOf(folder)]).toMatchObject([{ type: "begin" }, { sequence: 2, type: "stop" }]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ["that is no JSON", "{nonsense}"],
    ["that is no record", '{"type":"event","sequence":2}'],
    ["that is empty JSON", "null"],
    ["of zeros", "\0\0\0\0"],
  ])("moves a file aside whose last line is one %s, warns, and goes on in a new one", (_, line) => {
    const journal = open();
    write(journal, BEGIN, EVENT);
    journal.close();
    appendFileSync(segment(1), `${line}\n`);
    const again = open();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/segment .*1\.jsonl is damaged and was moved to .*1\.jsonl\.damaged: /);
    write(again, BEGIN);
    expect(types(again.read())).toEqual(["begin"]);
    expect(sequences(again.read())[0]).toBeGreaterThan(1);
    expect(readFileSync(`${segment(1)}.damaged`, "utf8")).toContain(line);
    again.close();
  });

  it("names file and line of a damaged line in the middle to its readers, who may read on", () => {
    const journal = open();
    write(journal, BEGIN, EVENT);
    journal.close();
    appendFileSync(segment(1), `\n\n{nonsense}\n${JSON.stringify({ ...STOP, sequence: 3 })}\n`);
    expect(() => [...recordsOf(folder)]).toThrow(JournalError);
    expect(() => [...recordsOf(folder)]).toThrow(`${segment(1)} line 5 is not a journal record: `);
    expect([...readJournal(folder)].map(({ ok }) => ok)).toEqual([true, true, false, true]);
    open().close();
    expect(warnings).toEqual([]);
  });

  it("says what to do where it cannot be opened or read", () => {
    writeFileSync(folder, "a file where a folder should be");
    expect(() => open()).toThrow(JournalError);
    expect(() => open()).toThrow(/cannot open the journal, .*: EEXIST.*give a writable --data-dir/);
    expect(() => [...recordsOf(path.join(folder, "none"))]).toThrow(/give a segment or a --data-dir/);
    rmSync(folder);
    expect(() => [...recordsOf(path.dirname(folder))]).toThrow(/holds no journal: give the --data-dir/);
  });
});

describe("On a full disk a journal", () => {
  const fill = async (then = "waits"): Promise<string> => {
    const command = `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`;
    const writer = path.join(import.meta.dirname, "full-disk-writer.ts");
    const { stdout } = await execa("sh", ["-c", command, process.execPath, writer, folder, then], {
      reject: false,
    });
    return stdout;
  };

  it("takes back what was written only in part, and says so once", async () => {
    const stdout = await fill();
    expect(stdout.match(/JournalError/g)).toHaveLength(1);
    expect(stdout).toMatch(
      /^JournalError: cannot write the journal in .* since .*: the disk is full: free some/m,
    );
    expect([...readJournal(folder)].every(({ ok }) => ok)).toBe(true);
  });

  it("counts what is lost, leaves the disk in peace for a while, and goes on in a new file", async () => {
    const stdout = await fill();
    expect(stdout).toMatch(/"ok":false.*"lost":2/);
    expect(stdout).toMatch(/^written after: \[1,4\]$/m);
    expect(readdirSync(folder)).toEqual(["000000000000001.jsonl", "000000000000005.jsonl"]);
  });

  it("goes on at once where the clock was set back, and does not wait until it has caught up", async () => {
    expect(await fill("clock is set back")).toMatch(/^written after: \[1,4\]$/m);
  });
});

const noting = (words: string): Entry => ({
  ...BASE,
  type: "event",
  event: { type: "note", words },
  decision: null,
});

describe("A journal in memory", () => {
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
    for (const entry of [BEGIN, EVENT, EVENT, EVENT]) write(journal, entry);
    expect(sequences(journal.read())).toEqual([2, 3, 4]);
    write(journal, EVENT, EVENT, EVENT, STOP);
    expect(sequences(journal.read())).toEqual([6, 7, 8]);
  });

  it("keeps no more bytes than it may, and always the newest record", () => {
    const large = noting("x".repeat(1_000));
    const journal = createMemoryJournal(100, 5_000);
    write(journal, BEGIN, large, large, large, large, large);
    const kept = [...journal.read()];
    expect(kept.length).toBeGreaterThan(1);
    expect(Buffer.byteLength(kept.map((record) => JSON.stringify(record)).join("\n"))).toBeLessThan(5_000);
    expect(kept.at(-1)?.sequence).toBe(6);
    write(journal, noting("ö".repeat(10_000)));
    expect(sequences(journal.read())).toEqual([7]);
    write(journal, STOP);
    expect(sequences(journal.read())).toEqual([8]);
  });

  it("holds records of a megabyte each within 4 MiB, and nothing of them as objects when they were read", () => {
    const journal = createMemoryJournal();
    for (let count = 0; count < 40; count += 1) write(journal, noting("x".repeat(1 << 20)));
    expect(sequences(journal.read())).toHaveLength(3);
    const [one] = journal.read();
    const [same] = journal.read();
    expect(one).toEqual(same);
    expect(one).not.toBe(same);
  });

  it("is not changed by what happens to an event later", () => {
    const journal = createMemoryJournal();
    const event = { type: "note", words: ["one"] };
    write(journal, { ...BASE, type: "event", event, decision: null });
    event.words.push("two");
    expect([...journal.read()]).toMatchObject([{ event: { words: ["one"] } }]);
  });

  it("does not change what was read before", () => {
    const journal = createMemoryJournal(1);
    write(journal, BEGIN);
    const records = journal.read();
    write(journal, EVENT);
    expect(sequences(records)).toEqual([1]);
  });
});
