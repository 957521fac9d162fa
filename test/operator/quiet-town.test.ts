import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import { MINUTE, state } from "./unresponsive.ts";
import { createWorld, type Life, type World } from "./world.ts";

/** Two rigs, and polecats at work that gt calls stalled, as it does agents that only think. */
async function quiet(polecats: number): Promise<{ world: World; life: Life }> {
  const names = Array.from({ length: polecats }, (_, index) => `p${index}`);
  const rigOf = (index: number): string => (index % 2 === 0 ? "alpha" : "beta");
  const beads = names.map((_, index) => `${rigOf(index).slice(0, 2)}-${index}`);
  const world = createWorld({ rigs: [ALPHA, BETA], beads });
  world.rig("alpha");
  world.rig("beta");
  for (const [index, name] of names.entries()) {
    world.polecat(name, { rig: rigOf(index), beadID: beads[index] });
  }
  const life = await world.start({ stuckThresholdMs: 60 * MINUTE });
  await world.until("all work", () => names.every((name) => state(world, name) === "working.healthy"));
  for (const polecat of world.town.state.polecats) polecat.quietSince = world.town.clock.now();
  await world.pass(12 * MINUTE);
  return { world, life };
}

const count = (calls: readonly string[], words: string): number =>
  calls.filter((call) => call.startsWith(words)).length;

describe("A quiet town with polecats at work", () => {
  it("costs at most 16 calls a minute: each terminal is looked at once, and what nobody waits for is asked with every fourth poll", async () => {
    const { world } = await quiet(2);
    const before = world.town.calls.length;
    await world.pass(20 * MINUTE);
    const calls = world.town.calls.slice(before);
    expect(calls.length / 20).toBeLessThanOrEqual(16);
    expect(count(calls, "polecat list")).toBeGreaterThanOrEqual(38);
    for (const words of ["convoy list", "mq list alpha", "mq list beta"]) {
      expect(count(calls, words), words).toBeGreaterThanOrEqual(9);
      expect(count(calls, words), words).toBeLessThanOrEqual(10);
    }
    expect(count(calls, "peek alpha/")).toBeGreaterThanOrEqual(18);
    expect(count(calls, "peek")).toBeLessThanOrEqual(40);
  });

  it("is read whole where something hints at a change", async () => {
    const { world, life } = await quiet(1);
    const at = world.town.clock.now();
    const times = { createdAt: at, updatedAt: at };
    world.town.state.convoys.push({
      id: "hq-cv-1",
      title: "by hand",
      status: "open",
      tracked: ["al-0"],
      ...times,
    });
    life.hint("hinted");
    await world.pass(5_000);
    expect(world.status("rigs/alpha")["activeConvoys"]).toBe(1);
  });

  it("is read whole with the next poll where the list of convoys failed", async () => {
    const { world } = await quiet(1);
    world.town.once("convoy list", () => ({
      outcome: "exited",
      exitCode: 1,
      stdout: "",
      stderr: "Error: busy",
    }));
    const before = count(world.town.calls, "convoy list");
    await world.until("it failed", () => count(world.town.calls, "convoy list") === before + 1);
    await world.pass(40_000);
    expect(count(world.town.calls, "convoy list")).toBe(before + 2);
  });

  it("writes nothing to its journal for terminals that have to wait for their look", async () => {
    const { world, life } = await quiet(5);
    const records = (): number => [...life.journal.read()].length;
    const before = records();
    await world.pass(10 * MINUTE);
    expect(records()).toBe(before);
  });
});
