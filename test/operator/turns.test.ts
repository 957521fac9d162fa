/** A town in which gt is slow over the lists of polecats: its rigs are read in turns. */
import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import type { Intercept, SimTown } from "../town/sim-town.ts";
import { createWorld, type World } from "./world.ts";

const after =
  (town: SimTown, ms: number): Intercept =>
  (run) =>
    new Promise((resolve) => void town.clock.setTimer(ms, () => resolve(run())));

/** A list of all takes 40 s, and that of each rig 20 s. */
function slowWorld(): World {
  const world = createWorld({ rigs: [ALPHA, BETA], beads: ["al-1", "al-2", "be-1", "be-2"] });
  world.town.always("polecat list --all", after(world.town, 40_000));
  for (const rig of ["alpha", "beta"]) {
    world.town.always(`polecat list ${rig}`, after(world.town, 20_000));
    world.rig(rig);
  }
  world.polecat("one", { beadID: "al-1" });
  world.polecat("two", { rig: "beta", beadID: "be-1" });
  return world;
}

const phase = (world: World, name: string): unknown => world.status(`polecats/${name}`)["phase"];

async function atWork(): Promise<{ world: World; life: Awaited<ReturnType<World["start"]>> }> {
  const world = slowWorld();
  const life = await world.start();
  await world.until("both work", () => ["one", "two"].every((name) => phase(world, name) === "Working"));
  // Until the first list of all has ended: only then anybody knows how long it takes.
  await world.until("rigs are read in turns", () =>
    String(world.condition("rigs/alpha", "Synced")?.message).includes("read in turns"),
  );
  return { world, life };
}

const lists = (calls: readonly string[]): readonly string[] =>
  calls.filter((call) => call.startsWith("polecat list")).map((call) => call.replace(" --json", ""));

describe("A town whose lists of polecats take longer than a poll", () => {
  it("is read one rig a sync, each in its turn, and nobody's polecat is called gone meanwhile", async () => {
    const { world } = await atWork();
    // Each has had its turn.
    await world.pass(300_000);
    const before = world.town.calls.length;
    const writes = world.api.writes.length;
    await world.pass(1_200_000);
    const read = lists(world.town.calls.slice(before));
    expect(read.length).toBeGreaterThan(4);
    expect(read).not.toContain("polecat list --all");
    const times = (rig: string): number => read.filter((call) => call === `polecat list ${rig}`).length;
    expect(Math.abs(times("alpha") - times("beta"))).toBeLessThanOrEqual(2);
    expect([phase(world, "one"), phase(world, "two")]).toEqual(["Working", "Working"]);
    expect(world.town.writes().filter((call) => !call.startsWith("sling"))).toEqual([]);
    expect(world.api.writes.slice(writes)).toEqual([]);
  });

  it("tells that a bead was closed without waiting for its rig's turn", async () => {
    const { world, life } = await atWork();
    await world.pass(300_000);
    world.town.shell("bd", "close", "al-1");
    world.town.shell("bd", "close", "be-1");
    const before = world.town.calls.length;
    life.hint("hinted");
    await world.until("both know it", () => ["one", "two"].every((name) => phase(world, name) === "Idle"));
    expect(lists(world.town.calls.slice(before)).length).toBeLessThanOrEqual(1);
    await world.pass(600_000);
    expect([phase(world, "one"), phase(world, "two")]).toEqual(["Idle", "Idle"]);
  });

  it("says how old it is what is known of each rig", async () => {
    const { world, life } = await atWork();
    await world.pass(300_000);
    const message = life.operator.ready().checks.find(({ name }) => name === "town")?.message;
    expect(message).toMatch(/rigs are read in turns, (alpha|beta) longest ago, \d+ s ago/);
    const text = await life.metrics.registry.metrics();
    expect(text).toMatch(/^gastown_operator_rig_read_timestamp_seconds\{rig="alpha"\} \d+/m);
    expect(text).toMatch(/^gastown_operator_rig_read_timestamp_seconds\{rig="beta"\} \d+/m);
  });

  it("gives a polecat its next bead, and ends one that is asked to go", async () => {
    const { world } = await atWork();
    await world.pass(120_000);
    world.town.shell("bd", "close", "be-1");
    world.api.edit("default/polecats/two", { beadID: "be-2" });
    await world.until("it has the next bead", () => world.status("polecats/two")["assignedBead"] === "be-2");
    world.town.shell("bd", "close", "al-1");
    await world.until("it is done", () => phase(world, "one") === "Idle");
    world.api.edit("default/polecats/one", { desiredState: "Terminated" });
    await world.until("it has ended", () => phase(world, "one") === "Terminated");
    expect(world.town.state.polecats.map(({ rig }) => rig)).toEqual(["beta"]);
  });
});
