import { describe, expect, it } from "vitest";
import type { GtVersion } from "simulated-town";
import { FAULT_FAMILIES } from "./fault-plan.ts";
import { hunt } from "./hunt.ts";

const SEEDS = 500;
/** On the later gt, which is played besides. */
const LATER_SEEDS = 60;

interface Played {
  readonly hashes: readonly string[];
  readonly sum: (count: string) => number;
}

/** @throws the report of the first that fails: a broken invariant, or a schedule that hangs. */
async function played(seeds: readonly number[], gt: GtVersion = "1.0.1"): Promise<Played> {
  const entry = new URL("operator-thread.ts", import.meta.url);
  const options = {
    actors: undefined,
    faults: FAULT_FAMILIES,
    gt,
    rivals: false,
    workers: 1,
    stopsAtFirst: true,
  };
  const outcomes: { readonly hash: string; readonly counts: Readonly<Record<string, number>> }[] = [];
  await hunt({ ...options, seeds, entry, shrinking: 100 }, (heard) => {
    if ("failure" in heard) expect.fail(heard.failure);
    outcomes.push(heard);
  });
  return {
    hashes: outcomes.map(({ hash }) => hash),
    sum: (count) => outcomes.reduce((total, { counts }) => total + (counts[count] ?? 0), 0),
  };
}

const upTo = (most: number): readonly number[] => Array.from({ length: most }, (_, index) => index + 1);

describe("The operator in simulated towns", () => {
  it(`keeps its promises on ${SEEDS} schedules of people, agents, strangers and faults`, async () => {
    expect((await played(upTo(SEEDS))).hashes).toHaveLength(SEEDS);
  }, 900_000);

  it(`keeps them on ${LATER_SEEDS} schedules of a town with gt 1.2.1`, async () => {
    expect((await played(upTo(LATER_SEEDS), "1.2.1")).hashes).toHaveLength(LATER_SEEDS);
  }, 300_000);

  it("waits for one status twice at once, and comes to an end", async () => {
    expect((await played([5_751_883])).hashes).toHaveLength(1);
  }, 120_000);

  it("does the same twice for the same seed, and something else for another", async () => {
    const { hashes } = await played([7, 7, 8]);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[1]);
  }, 120_000);

  it("does much in a schedule: steps, calls of gt, and lives where the operator is killed", async () => {
    const { sum } = await played(upTo(20));
    expect(sum("steps")).toBeGreaterThan(4_000);
    expect(sum("gtCalls")).toBeGreaterThan(1_500);
    expect(sum("lives")).toBeGreaterThan(20);
  }, 120_000);
});
