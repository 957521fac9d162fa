import { describe, expect, it } from "vitest";
import { BEAD_ID, POLECAT_NAME, RIG_NAME } from "../../src/grammar/index.ts";
import { FAULT_FAMILIES } from "./fault-plan.ts";
import { ODD_BEADS, ODD_RIG } from "./odd-names.ts";
import { scheduleFor } from "./schedule.ts";
import { simulate } from "./simulation.ts";

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

describe("Odd names in schedules", () => {
  it("are names that gt and bd take", () => {
    expect(ODD_RIG.name).toMatch(RIG_NAME.pattern);
    for (const bead of ODD_BEADS) expect(bead).toMatch(BEAD_ID.pattern);
    for (const name of ODD_RIG.names) expect(name).toMatch(POLECAT_NAME.pattern);
  });

  it("are in the town of every schedule, and people make resources of them in some", () => {
    const schedules = SEEDS.map((seed) =>
      scheduleFor(seed, { actors: undefined, gt: "1.0.1", faults: FAULT_FAMILIES }),
    );
    const odd = schedules.filter(({ actions }) =>
      JSON.stringify(actions).includes(`"gtName":"${ODD_RIG.name}"`),
    );
    expect(odd.length).toBeGreaterThan(2);
    expect(odd.length).toBeLessThan(SEEDS.length);
    for (const { town } of schedules) expect(town.beads).toEqual(expect.arrayContaining([...ODD_BEADS]));
  });

  it("get their beads slung, by the name of the rig in gt", async () => {
    const slung = new Set<string>();
    for (const seed of SEEDS) {
      const schedule = scheduleFor(seed, { actors: 2, gt: "1.0.1", faults: [] });
      const { trace } = await simulate(schedule, true);
      for (const line of trace) {
        const [, bead] = /^begun sling (Dt-\S+) Odd_Rig\b/.exec(line) ?? [];
        if (bead !== undefined) slung.add(bead);
      }
    }
    expect([...slung].sort()).toEqual([...ODD_BEADS].sort());
  }, 120_000);
});
