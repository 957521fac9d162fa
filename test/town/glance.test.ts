import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "../../src/embedded/town/index.ts";
import { createGlance, createPatience, observe } from "../../src/town/index.ts";
import { createSimTown, type SimTown } from "./sim-town.ts";

const seed = { rigs: [ALPHA, BETA], beads: ["al-1", "al-2", "be-1"] };

async function lookedAt(town: SimTown) {
  const glance = createGlance(town.gt);
  const observation = await observe(
    {
      gt: town.gt,
      clock: town.clock,
      patience: createPatience(town.clock, 10_000),
      statPath: () => Promise.resolve("present"),
    },
    { rigs: [], beads: ["al-1", "be-1", "al-none"], watched: [], countsIssues: false },
  );
  glance.note(observation);
  return glance;
}

describe("A glance at the town", () => {
  it("sees that a followed bead was closed or slung", async () => {
    for (const change of [
      (town: SimTown) => town.shell("bd", "close", "be-1"),
      (town: SimTown) => town.shell("gt", "sling", "al-1", "alpha"),
    ]) {
      const town = createSimTown(seed);
      const glance = await lookedAt(town);
      expect(await glance.hasChanged([])).toBe(false);
      change(town);
      expect(await glance.hasChanged([])).toBe(true);
    }
  });

  it("costs one call a database, and sees no change in beads that nobody follows", async () => {
    const town = createSimTown(seed);
    const glance = await lookedAt(town);
    town.shell("bd", "close", "al-2");
    const before = town.calls.length;
    expect(await glance.hasChanged([])).toBe(false);
    expect(town.calls.slice(before)).toEqual(["show al-1 al-none --json", "show be-1 --json"]);
  });

  it("sees a bead that is followed only since the newest read", async () => {
    const town = createSimTown(seed);
    const glance = await lookedAt(town);
    expect(await glance.hasChanged(["al-1", "al-none"])).toBe(false);
    expect(await glance.hasChanged(["al-1", "al-2"])).toBe(true);
  });

  it("says nothing where gt does not answer, and knows what was read before", async () => {
    const town = createSimTown(seed);
    const glance = await lookedAt(town);
    town.shell("bd", "close", "al-1");
    town.doltDown = true;
    expect(await glance.hasChanged([])).toBe(false);
    town.doltDown = false;
    expect(await glance.hasChanged([])).toBe(true);
  });
});
