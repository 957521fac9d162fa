import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOwnCalls, watchDatabases, type GtExec, type OwnCalls } from "../../src/gt/index.ts";

const CHUNK_JOURNAL = "v".repeat(32);

let townRoot: string;
let hints: number;
let suspicions: number;
let ownCalls: OwnCalls;
let time: number;
/** The watch's timer: at most one at a time. */
let timers: (() => void)[];
let stop: () => void;

beforeEach(() => {
  townRoot = mkdtempSync(path.join(tmpdir(), "gt-databases-"));
  hints = 0;
  suspicions = 0;
  time = 1_000_000;
  timers = [];
  ownCalls = createOwnCalls();
  stop = watchDatabases({
    townRoot,
    ownCalls,
    onChange: (hint) => {
      if (hint === "hinted") hints += 1;
      else suspicions += 1;
    },
    now: () => time,
    setTimer(ms, then) {
      timers = [
        () => {
          time += ms;
          then();
        },
      ];
      return () => (timers = []);
    },
  });
});

afterEach(() => {
  stop();
  rmSync(townRoot, { recursive: true, force: true });
});

function commit(database: string, bytes = 5): void {
  const folder = path.join(townRoot, ".dolt-data", database, ".dolt", "noms");
  mkdirSync(folder, { recursive: true });
  appendFileSync(path.join(folder, CHUNK_JOURNAL), "c".repeat(bytes));
}

/** Lets the watch look this often, each time after its own interval. */
async function look(times = 1): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    const due = timers;
    timers = [];
    for (const fire of due) fire();
    while (timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("the watch on the town's databases", () => {
  it("hints at a commit that somebody else made, once", async () => {
    commit("hq");
    commit("alpha");
    await look();
    commit("alpha");
    await look(10);
    expect(hints).toBe(1);
  });

  it("hints at nothing while the town is quiet, or where there are no databases at hand", async () => {
    await look(20);
    commit("hq");
    await look(2);
    const first = hints;
    await look(50);
    expect(hints).toBe(first);
  });

  it("takes what changed during a call of the operator's own for its own", async () => {
    commit("hq");
    await look();
    const exec = ownCalls.around(async () => {
      commit("hq");
      await look(3);
      commit("hq");
      return { outcome: "exited", exitCode: 0, stdout: "", stderr: "" };
    });
    await exec(["health"], { deadlineMs: 1, maxOutputBytes: 1, signal: new AbortController().signal });
    await look(10);
    expect(hints).toBe(0);
    commit("hq");
    await look();
    expect(hints).toBe(1);
  });

  it.each([
    ["show al-1 --json", "alpha", 16_000, 1, 0],
    ["rig list --json", "hq", 1_000, 1, 0],
    ["mq list beta --json", "alpha", 1_000, 1, 0],
    ["mq list alpha --json", "alpha", 2_000, 0, 0],
    ["mq list alpha --json", "alpha", 16_000, 0, 1],
    ["health --json", "alpha", 6_000, 0, 0],
    ["health --json", "alpha", 16_000, 0, 1],
    ["health --json", "hq", 2_000, 1, 0],
    ["convoy list --json", "hq", 2_000, 0, 0],
    ["polecat list --all --json", "alpha", 2_000, 0, 0],
    ["polecat check-recovery alpha/nux --json", "alpha", 2_000, 0, 0],
    ["sling al-1 alpha", "alpha", 90_000, 0, 1],
    ["polecat nuke alpha/nux", "hq", 90_000, 0, 1],
    ["of a later gt", "hq", 90_000, 0, 1],
  ])(
    "during its own %s takes a commit to %s of %i bytes for %i hints and %i suspicions",
    async (line, database, bytes, expected, suspected) => {
      commit("alpha");
      commit("hq");
      await look();
      const exec = ownCalls.around(async () => {
        await look();
        commit(database, bytes);
        await look();
        return { outcome: "exited", exitCode: 0, stdout: "", stderr: "" };
      });
      await exec(line.split(" "), { deadlineMs: 1, maxOutputBytes: 1, signal: new AbortController().signal });
      await look(10);
      expect([hints, suspicions]).toEqual([expected, suspected]);
    },
  );

  it("suspects a bead's closing also behind two health reads and a list, each time", async () => {
    commit("alpha");
    await look();
    const options = { deadlineMs: 1, maxOutputBytes: 1, signal: new AbortController().signal };
    const answer = { outcome: "exited", exitCode: 0, stdout: "", stderr: "" } as const;
    const reads = ["health --json", "polecat list --all --json", "health --json"];
    for (let times = 1; times <= 3; times += 1) {
      for (const line of reads)
        await ownCalls.around(() => Promise.resolve(answer))(line.split(" "), options);
      commit("alpha", 3 * 2_200 + 19_600);
      await look(10);
      expect([hints, suspicions]).toEqual([0, times]);
    }
  });

  it("suspects something behind a write once it is over, and not all the time until then", async () => {
    commit("alpha");
    await look();
    const exec = ownCalls.around(async () => {
      for (let step = 0; step < 10; step += 1) {
        commit("alpha", 20_000);
        await look(3);
      }
      expect(suspicions).toBe(0);
      return { outcome: "exited", exitCode: 0, stdout: "", stderr: "" };
    });
    const options = { deadlineMs: 1, maxOutputBytes: 1, signal: new AbortController().signal };
    await exec(["sling", "al-1", "alpha"], options);
    await look(20);
    expect([hints, suspicions]).toEqual([0, 1]);
  });

  it("hints at nothing in a town where its own calls commit more than is thought, and only suspects", async () => {
    commit("hq");
    await look();
    const exec = ownCalls.around(async () => {
      commit("hq", 50_000);
      await look();
      return { outcome: "exited", exitCode: 0, stdout: "", stderr: "" };
    });
    const minutes = 5;
    const startedAt = time;
    while (time - startedAt < minutes * 60_000) {
      await exec(["health"], { deadlineMs: 1, maxOutputBytes: 1, signal: new AbortController().signal });
      await look(10);
    }
    expect(hints).toBe(0);
    expect(suspicions).toBeGreaterThan(0);
  });

  it("counts a call of its own that fails as ended", async () => {
    commit("hq");
    await look();
    const failing: GtExec = () => Promise.reject(new Error("no gt"));
    const options = { deadlineMs: 1, maxOutputBytes: 1, signal: new AbortController().signal };
    await expect(ownCalls.around(failing)(["health"], options)).rejects.toThrow("no gt");
    await look(2);
    commit("hq");
    await look();
    expect(hints).toBe(1);
  });

  it("hints at a commit after the clock was set back, and does not wait until it has caught up", async () => {
    commit("hq");
    await look();
    commit("hq");
    await look(10);
    const before = hints;
    time -= 2_000_000;
    commit("hq");
    await look();
    expect(hints).toBe(before + 1);
  });

  it("hints once in two seconds while agents commit all the time, and does not forget the last commit", async () => {
    commit("hq");
    await look();
    const begunAt = time;
    for (let count = 0; count < 50; count += 1) {
      commit("hq");
      await look();
    }
    const seconds = (time - begunAt) / 1_000;
    expect(hints).toBeGreaterThan(1);
    expect(hints).toBeLessThanOrEqual(seconds / 2 + 1);
    const before = hints;
    await look(10);
    expect(hints).toBe(before + 1);
  });

  it("sees a new database, one that was compacted, and ignores files that are no database", async () => {
    commit("hq");
    writeFileSync(path.join(townRoot, ".dolt-data", "dolt.log"), "started");
    await look();
    commit("new_rig");
    await look(6);
    expect(hints).toBe(1);
    rmSync(path.join(townRoot, ".dolt-data", "hq"), { recursive: true });
    await look(6);
    expect(hints).toBe(2);
    appendFileSync(path.join(townRoot, ".dolt-data", "dolt.log"), "a line");
    await look(6);
    expect(hints).toBe(2);
  });

  it("says nothing once it was stopped", async () => {
    commit("hq");
    await look();
    commit("hq");
    const due = timers;
    stop();
    for (const fire of due) fire();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(hints).toBe(0);
  });
});
