import { describe, expect, it } from "vitest";
import { FAULT_FAMILIES } from "./fault-plan.ts";
import { report } from "./report.ts";
import { scheduleFor } from "./schedule.ts";
import { shrink } from "./shrink.ts";
import { simulate, type Outcome } from "./simulation.ts";

const SEEDS = 500;
const ALL = { actors: undefined, faults: FAULT_FAMILIES };

describe("The operator in simulated towns", () => {
  it(`keeps its promises on ${SEEDS} schedules of people, agents, strangers and faults`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const schedule = scheduleFor(seed, ALL);
      const outcome = await simulate(schedule);
      if (outcome.broken !== null) expect.fail(report(seed, await shrink(simulate, schedule, outcome, 100)));
    }
  }, 600_000);

  it("does the same twice for the same seed, and something else for another", async () => {
    const hashes = [];
    for (const seed of [7, 7, 8]) hashes.push((await simulate(scheduleFor(seed, ALL))).hash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[1]);
  });

  it("does much in a schedule: steps, calls of gt, and lives where the operator is killed", async () => {
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= 20; seed += 1) outcomes.push(await simulate(scheduleFor(seed, ALL)));
    const sum = (count: (outcome: Outcome) => number): number =>
      outcomes.reduce((total, outcome) => total + count(outcome), 0);
    expect(sum(({ steps }) => steps)).toBeGreaterThan(4_000);
    expect(sum(({ gtCalls }) => gtCalls)).toBeGreaterThan(1_500);
    expect(sum(({ lives }) => lives)).toBeGreaterThan(20);
  });
});
