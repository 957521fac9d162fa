import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import type { ExecOutcome } from "../../src/gt/index.ts";
import { transcript } from "simulated-town/testing";
import { lostCall } from "../town/sim-town.ts";
import { createWorld, type World } from "./world.ts";

const phases = (world: World): readonly unknown[] =>
  ["rigs/alpha", "polecats/one", "polecats/two", "convoys/wave"].map((key) => world.status(key)["phase"]);
const slings = ({ town }: World): readonly string[] =>
  town.writes().filter((call) => call.startsWith("sling"));
const seconds = (time: unknown): number => Date.parse(String(time));

/** One at work, one at rest, a convoy half done. */
async function town(): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2", "al-3"] });
  world.rig("alpha");
  world.polecat("one");
  world.polecat("two", { beadID: "al-2" });
  world.convoy("wave");
  await world.start();
  await world.until("both work", () => phases(world).filter((phase) => phase === "Working").length === 2);
  world.town.shell("bd", "close", "al-2");
  await world.until("one bead is done", () => world.status("convoys/wave")["progress"] === "1/2");
  await world.pass(31_000);
  return world;
}

const BEFORE = ["Ready", "Working", "Idle", "InProgress"];

describe("While the town's database is down", () => {
  it("no phase moves but the rig's, nothing is written to gt, and each resource says why and how old it is", async () => {
    const world = await town();
    expect(phases(world)).toEqual(BEFORE);
    const writes = world.town.writes().length;
    const downAt = world.town.clock.now();
    world.town.doltDown = true;
    await world.until("the rig says so", () => world.status("rigs/alpha")["phase"] === "Degraded");
    await world.pass(600_000);
    expect(phases(world)).toEqual(["Degraded", ...BEFORE.slice(1)]);
    expect(world.town.writes()).toHaveLength(writes);
    for (const key of ["rigs/alpha", "polecats/one", "polecats/two", "convoys/wave"]) {
      expect(world.condition(key, "Degraded")).toMatchObject({ status: "True", reason: "TownUnhealthy" });
      expect(world.condition(key, "Degraded")?.message).toContain(
        `what is shown was read at ${String(world.status(key)["unchangedSince"])}`,
      );
      const age = downAt - seconds(world.status(key)["unchangedSince"]);
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThanOrEqual(31_000);
    }
    expect(world.status("rigs/alpha")).toMatchObject({ polecatCount: 2, queueLength: 0 });
    expect(world.condition("rigs/alpha", "Synced")).toMatchObject({ status: "False" });
    expect(world.status("convoys/wave")).toMatchObject({
      progress: "1/2",
      completedBeads: ["al-2"],
      pendingBeads: ["al-1"],
      unknownBeads: [],
    });
    world.town.doltDown = false;
    await world.until("all is as before", () => phases(world).join() === BEFORE.join());
    expect(world.condition("polecats/one", "Degraded")).toMatchObject({ status: "False" });
  });

  it.each([
    ["between two healthy answers of gt health, with the real lists of such a town", true],
    ["and gt health says so at the end of the sync only", false],
  ])("nothing is believed that gt says %s", async (_when, isHealthy) => {
    const world = await town();
    const said = (name: string) => (): ExecOutcome => ({ outcome: "exited", ...transcript(name) });
    world.town.always("polecat list --all", said("dolt-down-list"));
    world.town.always("show", said("dolt-down-show"));
    world.town.always("convoy list", said("dolt-down-convoy"));
    world.town.always("mq list", said("dolt-down-mq-list"));
    let asked = 0;
    world.town.always("health", () =>
      said((asked += 1) % 2 === 1 || isHealthy ? "health" : "dolt-down-health")(),
    );
    const writes = world.town.writes().length;
    await world.pass(300_000);
    expect(phases(world).slice(1)).toEqual(BEFORE.slice(1));
    expect(world.town.writes()).toHaveLength(writes);
    expect(world.town.state.mail).toEqual([]);
  });

  it("a restarted operator keeps what was known before, with its age", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
    world.rig("alpha");
    world.polecat("one");
    world.convoy("wave");
    const first = await world.start();
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    world.town.shell("bd", "close", "al-2");
    await world.until("one bead is done", () => world.status("convoys/wave")["progress"] === "1/2");
    const before = world.status("convoys/wave");
    await first.close();
    world.town.doltDown = true;
    await world.start();
    await world.until(
      "the convoy says so",
      () => world.condition("convoys/wave", "Degraded")?.reason === "TownUnhealthy",
    );
    expect(world.status("convoys/wave")).toMatchObject({
      phase: "InProgress",
      progress: "1/2",
      unchangedSince: before["unchangedSince"],
      beadsConvoyID: before["beadsConvoyID"],
    });
    expect(world.status("polecats/one")).toMatchObject({ phase: "Working", polecatName: "furiosa" });
    expect(world.status("rigs/alpha")).toMatchObject({ polecatCount: 1 });
  });
});

describe("While gt hangs", () => {
  it("no phase moves but the rig's, each resource says so, and all is well within a poll of its return", async () => {
    const world = await town();
    let isHanging = true;
    world.town.always("", (run, late) => (isHanging ? late() : run()));
    await world.until("the rig says so", () => world.status("rigs/alpha")["phase"] === "Degraded");
    await world.pass(300_000);
    expect(phases(world).slice(1)).toEqual(BEFORE.slice(1));
    expect(world.condition("polecats/one", "Degraded")).toMatchObject({ status: "True", reason: "Timeout" });
    const returnedAt = world.town.clock.now();
    isHanging = false;
    await world.until("all is as before", () => phases(world).join() === BEFORE.join());
    // A call that hangs already is waited for to its deadline of 30 s, and the poll comes after that.
    expect(world.town.clock.now() - returnedAt).toBeLessThanOrEqual(65_000);
    expect(world.town.writes()).toHaveLength(3);
  });
});

describe("A polecat", () => {
  const atWork = async (): Promise<World> => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    await world.start();
    await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
    await world.pass(31_000);
    return world;
  };

  it("that one list lacks is not gone, and is not slung again", async () => {
    const world = await atWork();
    world.town.once("polecat list --all", () => ({
      outcome: "exited",
      exitCode: 0,
      stdout: "[]\n",
      stderr: "",
    }));
    await world.pass(300_000);
    expect(world.status("polecats/one")["phase"]).toBe("Working");
    expect(world.town.writes()).toHaveLength(1);
  });

  it("that is gone for two lists gets its open bead slung anew", async () => {
    const world = await atWork();
    world.town.shell("gt", "polecat", "nuke", "alpha/furiosa");
    await world.until("it works again", () => world.town.state.polecats.length === 1);
    await world.until("it says so", () => world.status("polecats/one")["phase"] === "Working");
    expect(world.town.writes()).toHaveLength(2);
  });

  it("whose bead cannot be read is not done", async () => {
    const world = await atWork();
    world.town.always("show", lostCall);
    await world.pass(300_000);
    expect(world.status("polecats/one")["phase"]).toBe("Working");
  });

  it("whose session is dead with its bead on the hook is stuck, after its time, and is not slung again", async () => {
    const world = await atWork();
    world.town.shell("gt", "session", "stop", "alpha/furiosa");
    await world.until("it is suspected", () => world.status("polecats/one")["state"] === "working.suspect");
    expect(world.condition("polecats/one", "Stuck")).toMatchObject({
      status: "False",
      reason: "SessionDeadRecently",
    });
    await world.until("it is stuck", () => world.condition("polecats/one", "Stuck")?.status === "True");
    expect(world.condition("polecats/one", "Stuck")).toMatchObject({ status: "True", reason: "SessionDead" });
    expect(world.status("polecats/one")["phase"]).toBe("Working");
    expect(slings(world)).toHaveLength(1);
  });
});
