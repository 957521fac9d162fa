import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createWorld, type World } from "./world.ts";

const atWork = (): World => {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.polecat("one");
  return world;
};
const working = (world: World) => () => world.status("polecats/one")["state"] === "working.healthy";
const hasDropped = (logs: readonly Record<string, unknown>[]): boolean =>
  logs.some(({ msg }) => typeof msg === "string" && msg.startsWith("dropped"));

describe("The snapshot in a status", () => {
  it("is one line of JSON, of every kind, and a restart goes on from it", async () => {
    const world = atWork();
    world.convoy("wave");
    world.witness("watch");
    world.refinery("queue");
    world.beadStore("store");
    const life = await world.start();
    await world.until("it works", working(world));
    await world.until("the convoy is there", () => world.status("convoys/wave")["state"] === "inProgress");
    for (const key of [
      "rigs/alpha",
      "polecats/one",
      "convoys/wave",
      "witnesses/watch",
      "refineries/queue",
      "beadstores/store",
    ]) {
      await world.until(`${key} has a status`, () => world.status(key)["snapshot"] !== undefined);
      const { snapshot } = world.status(key);
      expect(snapshot, key).toEqual(expect.not.stringContaining("\n"));
      expect(JSON.parse(String(snapshot)), key).toHaveProperty("machine");
    }
    await life.close();
    const { logs } = await world.start();
    await world.pass(61_000);
    expect(hasDropped(logs)).toBe(false);
    expect(world.status("polecats/one")).toMatchObject({ state: "working.healthy", bead: "al-1" });
    expect(world.town.calls.filter((call) => call.startsWith("sling "))).toHaveLength(1);
  });

  it("that an earlier release has left as an object is gone on from, too", async () => {
    const world = atWork();
    const life = await world.start();
    await world.until("it works", working(world));
    await life.close();
    const object = world.api.object("default/polecats/one");
    const snapshot: unknown = JSON.parse(String(object.status?.["snapshot"]));
    world.api.objects.set("default/polecats/one", { ...object, status: { ...object.status, snapshot } });
    const { logs } = await world.start();
    await world.pass(61_000);
    expect(hasDropped(logs)).toBe(false);
    world.town.shell("bd", "close", "al-1");
    await world.until("it is idle", () => world.status("polecats/one")["phase"] === "Idle");
    expect(world.status("polecats/one")["snapshot"]).toEqual(expect.any(String));
  });
});

describe("The columns of a Polecat", () => {
  const shown = (world: World) => (): string => {
    const { mode, bead } = world.status("polecats/one");
    return `${String(mode)} ${String(bead)}`;
  };

  it("name the bead while it is not in work yet, and when it never will be", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha", { paused: true });
    world.polecat("one");
    world.polecat("lost", { beadID: "al-none" });
    await world.start();
    await world.until("it waits for its rig", () => shown(world)() === "Paused al-1");
    expect(world.status("polecats/one")).toMatchObject({ phase: "Pending" });
    expect(world.status("polecats/one")).not.toHaveProperty("assignedBead");
    world.api.edit("rigs/alpha", { paused: false });
    await world.until("it has failed", () => world.status("polecats/lost")["phase"] === "Failed");
    expect(world.status("polecats/lost")).toMatchObject({ bead: "al-none", mode: "Manage" });
  });

  it("tell what is managed from what is observed or paused", async () => {
    const world = atWork();
    await world.start();
    await world.until("it is managed", () => shown(world)() === "Manage al-1");
    world.api.edit("default/polecats/one", { paused: true });
    await world.until("it is paused", () => shown(world)() === "Paused al-1");
    world.api.edit("default/polecats/one", { paused: false, management: "Observe" });
    await world.until("it is observed", () => shown(world)() === "Observe al-1");
  });
});
