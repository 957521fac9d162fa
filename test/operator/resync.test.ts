import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { refused } from "./memory-api.ts";
import { createWorld, type World } from "./world.ts";

const KEY = "default/polecats/one";

async function atWork(spec: object = {}): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.polecat("one", spec);
  await world.start();
  await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
  await world.pass(1_000);
  return world;
}

/** The next requests like these are refused, so many times. */
function refuse(world: World, method: string, suffix: string, times: number, code = 403): () => number {
  let left = times;
  world.api.intercept = (asked, path) => {
    if (asked !== method || !path.endsWith(suffix) || left === 0) return;
    left -= 1;
    throw refused(path, code, "Forbidden");
  };
  return () => left;
}

describe("What the API refused once is asked for again", () => {
  it("when a status could not be written, with the next read of the town", async () => {
    const world = await atWork();
    const left = refuse(world, "PATCH", "/one/status", 1);
    world.town.shell("bd", "close", "al-1");
    await world.until("it was refused", () => left() === 0);
    await world.until("it is said all the same", () => world.status("polecats/one")["phase"] === "Idle");
  });

  it("when a status could not be written, within two polls also where the town is so slow that its reads take longer", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    const { hint } = await world.start();
    await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
    world.town.always(
      "polecat list",
      (run) => new Promise((end) => void world.town.clock.setTimer(60_000, () => end(run()))),
    );
    const isListed = (): boolean => world.town.calls.at(-1)?.startsWith("polecat list") === true;
    await world.until("it is read slowly", isListed);
    await world.pass(70_000);
    const left = refuse(world, "PATCH", "/one/status", 1);
    world.town.shell("bd", "close", "al-1");
    hint("hinted");
    await world.until("it was refused", () => left() === 0);
    const since = world.town.clock.now();
    await world.until("it is said all the same", () => world.status("polecats/one")["phase"] === "Idle");
    expect(world.town.clock.now() - since).toBeLessThanOrEqual(60_000);
  });

  it("when a resource could not be let go after its end", async () => {
    const world = await atWork({ deletionPolicy: "Terminate" });
    await world.until("it is held", () => world.api.object(KEY).metadata.finalizers?.length === 1);
    const left = refuse(world, "PATCH", "/polecats/one", 5);
    world.town.shell("bd", "close", "al-1");
    world.api.remove(KEY);
    await world.until("it was refused", () => left() === 0);
    await world.until("it is gone", () => !world.api.objects.has(KEY));
    expect(world.town.state.polecats).toEqual([]);
  });
});

describe("A resource that is made anew under its name", () => {
  it("is another one: it takes over the bead in work, and knows nothing of the first one's end", async () => {
    const world = await atWork();
    const { uid } = world.api.object(KEY).metadata;
    world.api.remove(KEY);
    world.polecat("one");
    expect(world.api.object(KEY).metadata.uid).not.toBe(uid);
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    expect(world.status("polecats/one")).toMatchObject({ polecatName: "furiosa", assignedBead: "al-1" });
    expect(world.town.state.polecats).toHaveLength(1);
    expect(world.town.writes()).toHaveLength(1);
  });
});

describe("A resource that cannot be read", () => {
  it("is left alone, and hinders no other", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("bad", { rig: 7 });
    world.polecat("one");
    const { logs } = await world.start();
    await world.until("the other works", () => world.status("polecats/one")["phase"] === "Working");
    expect(world.status("polecats/bad")).toEqual({});
    expect(logs.map(({ msg }) => String(msg)).join("\n")).toContain(
      "default/bad cannot be read and is left alone",
    );
  });
});
