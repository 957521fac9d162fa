import { describe, expect, it } from "vitest";
import { FAULT_FAMILIES } from "../fault-plan.ts";
import { flagsOf } from "../options.ts";
import { report } from "../report.ts";
import { scheduleFor } from "../schedule.ts";
import { shrink } from "../shrink.ts";
import { simulateRivals } from "./rivals.ts";

const SEEDS = 60;
const OPTIONS = { actors: 4, faults: FAULT_FAMILIES };
const scheduled = (seed: number): ReturnType<typeof scheduleFor> => scheduleFor(seed, OPTIONS);

describe("Two replicas that may both believe that they lead", () => {
  it(`write one at a time and do each thing once, on ${SEEDS} schedules`, async () => {
    let [terms, writes] = [0, 0];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const schedule = scheduled(seed);
      const outcome = await simulateRivals(schedule);
      if (outcome.broken !== null)
        expect.fail(
          report(
            seed,
            await shrink(simulateRivals, schedule, outcome, 100),
            flagsOf({ ...OPTIONS, rivals: true }),
          ),
        );
      terms += outcome.terms;
      writes += outcome.writes;
    }
    // Leadership changes hands, and there is something to be done twice.
    expect(terms).toBeGreaterThan(2 * SEEDS);
    expect(writes).toBeGreaterThan(3 * SEEDS);
  }, 300_000);

  it("do the same twice for the same seed", async () => {
    const hashes = [];
    for (const seed of [3, 3, 4]) hashes.push((await simulateRivals(scheduled(seed))).hash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[1]);
  });
});
