import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import type { Intercept } from "../town/sim-town.ts";
import { createWorld, type World } from "./world.ts";

const LIST_MS = 5_000;

const phase = (world: World, key: string) => world.status(key)["phase"];

/** A town whose list of polecats takes as long as that of gt 1.2 with ten of them. */
async function slowTown(): Promise<{ world: World; life: Awaited<ReturnType<World["start"]>> }> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  const slowly: Intercept = (run) =>
    new Promise((resolve) => void world.town.clock.setTimer(LIST_MS, () => resolve(run())));
  world.rig("alpha");
  world.polecat("one");
  const life = await world.start();
  await world.until("it works", () => phase(world, "polecats/one") === "Working");
  world.town.always("polecat list", slowly);
  await world.pass(40_000);
  return { world, life };
}

/** Lets it happen at this call of gt, and the call after that. */
async function nextCall(world: World, words: string): Promise<void> {
  const isSeen = new Promise<void>((resolve) => {
    world.town.once(words, (run) => {
      resolve();
      return run();
    });
  });
  let isOver = false;
  void isSeen.then(() => (isOver = true));
  await world.until(`gt is asked for ${words}`, () => isOver);
}

describe("A hint that a bead was closed, in a town whose list of polecats takes 5 s,", () => {
  it("brings that onto its Polecat within two seconds", async () => {
    const { world, life } = await slowTown();
    await nextCall(world, "health");
    await world.pass(10_000);
    world.town.shell("bd", "close", "al-1");
    life.hint("hinted");
    await world.pass(2_000);
    expect(phase(world, "polecats/one")).toBe("Idle");
  });

  it("does so while a read of the town is under way that has read the bead already, for good", async () => {
    const { world, life } = await slowTown();
    await nextCall(world, "show");
    await world.pass(1_000);
    world.town.shell("bd", "close", "al-1");
    life.hint("suspected");
    await world.pass(2_000);
    const phases: unknown[] = [];
    for (let step = 0; step < 600; step += 1) {
      phases.push(phase(world, "polecats/one"));
      await world.pass(50);
    }
    expect([...new Set(phases)]).toEqual(["Idle"]);
  });

  it("counts it in its Convoy as soon", async () => {
    const { world, life } = await slowTown();
    world.convoy("wave");
    await world.until("gt has the convoy", () => phase(world, "convoys/wave") === "InProgress");
    await nextCall(world, "health");
    await world.pass(20_000);
    world.town.shell("bd", "close", "al-1");
    life.hint("hinted");
    await world.pass(2_000);
    expect(world.status("convoys/wave")["progress"]).toBe("1/2");
  });

  it("believes no list from before its sling, and knows of a bead that was closed after that as soon", async () => {
    const { world, life } = await slowTown();
    world.town.shell("bd", "close", "al-1");
    life.hint("hinted");
    await world.until("it rests", () => phase(world, "polecats/one") === "Idle");
    world.api.edit("default/polecats/one", { beadID: "al-2", ttlSecondsAfterFinished: 0 });
    await world.until("it works", () => phase(world, "polecats/one") === "Working");
    world.town.shell("bd", "close", "al-2");
    life.hint("hinted");
    await world.pass(2_500);
    expect(world.status("polecats/one")).toMatchObject({ assignedBead: "al-2" });
    expect(phase(world, "polecats/one")).not.toBe("Working");
    expect(world.town.calls.filter((call) => call.startsWith("polecat nuke"))).toEqual([]);
  });

  it("lets the next bead wait for the list, so that it goes to the same polecat", async () => {
    const { world, life } = await slowTown();
    const { polecatName } = world.status("polecats/one");
    await nextCall(world, "health");
    await world.pass(10_000);
    world.town.shell("bd", "close", "al-1");
    life.hint("hinted");
    await world.until("it rests", () => phase(world, "polecats/one") === "Idle");
    world.api.edit("default/polecats/one", { beadID: "al-2" });
    await world.until("it waits", () => phase(world, "polecats/one") === "Pending");
    expect(world.condition("polecats/one", "Ready")?.reason).toBe("AwaitingObservation");
    await world.until("it works", () => phase(world, "polecats/one") === "Working");
    expect(world.status("polecats/one")).toMatchObject({ assignedBead: "al-2", polecatName });
  });

  it("costs no call where only this operator's own calls changed something, but one for each database", async () => {
    const { world, life } = await slowTown();
    await nextCall(world, "health");
    await world.pass(10_000);
    const before = world.town.calls.length;
    life.hint("suspected");
    await world.pass(3_000);
    expect(world.town.calls.slice(before)).toEqual(["show al-1 --json"]);
  });
});
