import { describe, expect, it } from "vitest";
import { FAULT_FAMILIES } from "../fault-plan.ts";
import { hunt } from "../hunt.ts";

const SEEDS = 60;

interface Outcome {
  readonly hash: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** @throws the report of the first that fails: a broken invariant, or a schedule that hangs. */
async function played(seeds: readonly number[]): Promise<readonly Outcome[]> {
  const entry = new URL("rivals-thread.ts", import.meta.url);
  const options = {
    actors: 4,
    faults: FAULT_FAMILIES,
    gt: "1.0.1" as const,
    rivals: true,
    workers: 1,
    stopsAtFirst: true,
  };
  const outcomes: Outcome[] = [];
  await hunt({ ...options, seeds, entry, shrinking: 100 }, (heard) => {
    if ("failure" in heard) expect.fail(heard.failure);
    outcomes.push(heard);
  });
  return outcomes;
}

describe("Two replicas that may both believe that they lead", () => {
  it(`write one at a time and do each thing once, on ${SEEDS} schedules`, async () => {
    const outcomes = await played(Array.from({ length: SEEDS }, (_, index) => index + 1));
    const sum = (count: string): number =>
      outcomes.reduce((total, { counts }) => total + (counts[count] ?? 0), 0);
    // Leadership changes hands, and there is something to be done twice.
    expect(sum("terms")).toBeGreaterThan(2 * SEEDS);
    expect(sum("writes")).toBeGreaterThan(2 * SEEDS);
  }, 300_000);

  it("do the same twice for the same seed", async () => {
    const hashes = (await played([3, 3, 4])).map(({ hash }) => hash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[1]);
  }, 120_000);
});
