import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFileJournal, recordsOf, replay, type Journal } from "../../src/host/index.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { EVENT, SNAPSHOT, sequences, types } from "./journal-entries.ts";
import { LIMITS } from "./journal-limits.ts";
import { KINDS } from "./kinds.ts";
import { liveAtRandom } from "./random-life.ts";

let folder: string;
let clock: FakeClock;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "segments-"));
  clock = createFakeClock(0);
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (limits: Partial<typeof LIMITS>): Journal =>
  openFileJournal({ ...LIMITS, ...limits, folder, clock, onWarning: (warning) => expect.fail(warning) });
const files = (): readonly string[] => readdirSync(folder).map((name) => path.join(folder, name));
const bytes = (): number => files().reduce((sum, file) => sum + readFileSync(file).length, 0);

/** A group as a host commits it: with the snapshot of its one actor at hand. */
function commit(journal: Journal, events = 1): void {
  for (let count = 0; count < events; count += 1) journal.append(EVENT);
  journal.commit(() => [SNAPSHOT]);
}

describe("A segment", () => {
  it("that is full is followed by one that begins with a snapshot of each actor", () => {
    const journal = open({ segmentBytes: 1_500 });
    for (let count = 0; count < 6; count += 1) commit(journal);
    journal.close();
    expect(files().length).toBeGreaterThan(2);
    for (const file of files().slice(1)) expect(types(recordsOf(file))[0]).toBe("snapshot");
    const numbers = sequences(recordsOf(folder));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("that is old is followed by one, too", () => {
    const journal = open({ segmentMs: 60_000 });
    commit(journal);
    clock.advance(59_999);
    commit(journal);
    expect(files()).toHaveLength(1);
    clock.advance(1);
    commit(journal);
    expect(files()).toHaveLength(2);
    expect(types(recordsOf(files()[1] ?? ""))).toEqual(["snapshot"]);
    journal.close();
  });

  it("is not ended by the size of its snapshots alone", () => {
    const journal = open({ segmentBytes: 2_000 });
    const many = Array.from({ length: 50 }, () => SNAPSHOT);
    for (let count = 0; count < 3; count += 1) {
      journal.append(EVENT);
      journal.append(EVENT);
      journal.commit(() => many);
    }
    journal.close();
    expect(files().length).toBeLessThanOrEqual(3);
  });
});

describe("Segments", () => {
  it("never take more than what is kept and one segment more, however long the operator runs", () => {
    const journal = open({ segmentBytes: 10_000, keepBytes: 50_000 });
    for (let count = 0; count < 500; count += 1) {
      commit(journal, 3);
      expect(bytes()).toBeLessThan(50_000 + 15_000);
    }
    journal.close();
    expect(sequences(recordsOf(folder)).at(-1)).toBeGreaterThan(1_500);
  });

  it("that were last written to long ago go, damaged ones with them; the current one stays", () => {
    const journal = open({ segmentBytes: 1_000 });
    for (let count = 0; count < 8; count += 1) commit(journal);
    journal.close();
    clock.advance(10_000_000);
    const old = new Date(1_000);
    for (const file of files()) utimesSync(file, old, old);
    open({ keepMs: 5_000_000 }).close();
    expect(files()).toHaveLength(1);
  });

  it("replay to the same when all but the newest are gone", async () => {
    const journal = open({ segmentBytes: 30_000, keepBytes: 65_000 });
    const { worlds } = await liveAtRandom({ seed: 5, events: 400, isRough: true }, journal);
    journal.close();
    const states = new Map<string, unknown>();
    for (const { record, step } of replay(KINDS, recordsOf(folder))) {
      if (step !== null) states.set(record.actor.name, step.state.snapshot.context);
    }
    expect([...recordsOf(folder)][0]?.sequence).toBeGreaterThan(1);
    for (const { ref, state } of worlds.at(-1)?.host.actors() ?? []) {
      expect(states.get(ref.name)).toEqual(state.snapshot.context);
    }
  });

  it("that cannot be begun cost what comes meanwhile, and snapshots make up for it afterwards", () => {
    const journal = open({ segmentMs: 1_000 });
    commit(journal);
    clock.advance(1_000);
    rmSync(folder, { recursive: true });
    expect(() => commit(journal)).toThrow(
      /cannot write the journal in .* since 1970-01-01T00:00:01.000Z: .*: ENOENT/,
    );
    commit(journal, 2);
    mkdirSync(folder);
    commit(journal);
    expect(files()).toEqual([]);
    clock.advance(5_000);
    commit(journal);
    commit(journal);
    journal.close();
    expect(types(recordsOf(folder))).toEqual(["snapshot", "event"]);
    expect(journal.health().ok).toBe(true);
    expect(journal.health().message).toMatch(/written to .*; \d+ records were lost/);
    expect(sequences(recordsOf(folder))[0]).toBeGreaterThan(6);
  });
});
