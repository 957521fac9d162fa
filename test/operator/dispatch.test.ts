import { describe, expect, it } from "vitest";
import { ALPHA, BETA, type TownSeed } from "simulated-town";
import { containing } from "../containing.ts";
import { hanging, lostAnswer } from "../town/sim-town.ts";
import { createWorld, type World } from "./world.ts";

const setUp = (seed: Partial<TownSeed> = {}): World => {
  const world = createWorld({ rigs: [ALPHA, BETA], beads: ["al-1", "al-2", "al-3", "be-1"], ...seed });
  world.rig("alpha");
  return world;
};
const slings = ({ town }: World): readonly string[] => town.calls.filter((call) => call.startsWith("sling"));
const phase = (world: World, name: string): unknown => world.status(`polecats/${name}`)["phase"];
const isWaiting = (world: World, name: string, reason: string): boolean =>
  world.condition(`polecats/${name}`, "Ready")?.reason === reason;

describe("A Polecat that is to work", () => {
  it("gets its bead slung once, and says where the work is", async () => {
    const world = setUp();
    world.polecat("one");
    await world.start();
    await world.until("it works", () => phase(world, "one") === "Working");
    await world.pass(120_000);
    expect(slings(world)).toHaveLength(1);
    expect(world.status("polecats/one")).toMatchObject({
      phase: "Working",
      state: "working.healthy",
      assignedBead: "al-1",
      polecatName: "furiosa",
      branch: world.town.state.polecats[0]?.branch,
      worktreePath: "/town/alpha/polecats/furiosa/alpha",
      tmuxSession: "al-furiosa",
      sessionActive: true,
    });
  });

  it("is slung once although gt's answer and the operator were lost in the middle of it", async () => {
    const world = setUp();
    world.polecat("one");
    world.town.once("sling", (run, late) => {
      run();
      return late();
    });
    const first = await world.start();
    await world.until("the sling has gone through", () => world.town.state.polecats.length === 1);
    await first.close();
    await world.start();
    await world.until("it works", () => phase(world, "one") === "Working");
    await world.pass(60_000);
    expect(slings(world)).toHaveLength(1);
    expect(world.town.state.polecats).toHaveLength(1);
    expect(world.status("polecats/one")).toMatchObject({ polecatName: "furiosa", assignedBead: "al-1" });
  });

  it("is not left behind although the operator was away from the middle of its sling until after its bead closed", async () => {
    const world = setUp();
    world.polecat("one");
    world.town.once("sling", (run, late) => {
      run();
      return late();
    });
    const first = await world.start();
    await world.until("the sling has gone through", () => world.town.state.polecats.length === 1);
    await first.close();
    world.town.shell("bd", "close", "al-1");
    await world.start();
    await world.until("it rests", () => world.status("polecats/one")["polecatName"] === "furiosa");
    expect(phase(world, "one")).toBe("Idle");
    world.api.edit("default/polecats/one", { desiredState: "Terminated" });
    await world.until("it is gone", () => phase(world, "one") === "Terminated");
    expect(world.town.state.polecats).toEqual([]);
    expect(slings(world)).toHaveLength(1);
  });

  it("does not call another's polecat its own when gt gave the name of its own anew", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
    world.rig("alpha", { settings: { maxPolecats: 1 } });
    world.polecat("one");
    await world.start();
    await world.until("it works", () => phase(world, "one") === "Working");
    world.polecat("two", { beadID: "al-2" });
    await world.until("the rig is full", () => isWaiting(world, "two", "NoCapacity"));
    // As a nuke leaves it that did not reach the bead: still on the hook of a polecat that is gone.
    world.town.state.polecats.length = 0;
    await world.until("the other works", () => phase(world, "two") === "Working");
    await world.until("it says why it waits", () => isWaiting(world, "one", "BeadHeldElsewhere"));
    await world.pass(120_000);
    expect(world.status("polecats/two")).toMatchObject({ phase: "Working", polecatName: "furiosa" });
    expect(world.status("polecats/one")["polecatName"]).toBeUndefined();
    expect(slings(world)).toEqual(["sling al-1 alpha --no-convoy", "sling al-2 alpha --no-convoy"]);
    world.town.shell("bd", "update", "al-1", "--status", "open");
    await world.until("it waits for its turn", () => isWaiting(world, "one", "NoCapacity"));
  });

  it("is slung once although every answer is lost", async () => {
    const world = setUp();
    world.polecat("one");
    world.town.always("sling", lostAnswer);
    await world.start();
    await world.until("it works", () => phase(world, "one") === "Working");
    expect(slings(world)).toHaveLength(1);
  });

  it("waits with a changed bead until the one in work is closed, and says so", async () => {
    const world = setUp();
    world.polecat("one");
    await world.start();
    await world.until("it works", () => phase(world, "one") === "Working");
    world.api.edit("default/polecats/one", { beadID: "al-2" });
    await world.until("it says so", () => isWaiting(world, "one", "BeadChangePending"));
    expect(world.condition("polecats/one", "Ready")).toMatchObject({
      status: "False",
      message: "al-2 waits until al-1 is closed",
      observedGeneration: 2,
    });
    expect(slings(world)).toHaveLength(1);
    world.town.shell("bd", "close", "al-1");
    await world.until(
      "the next bead is in work",
      () => world.status("polecats/one")["assignedBead"] === "al-2",
    );
    expect(world.town.state.polecats).toHaveLength(1);
  });

  it("is told what gt says when gt refuses three times, and fails", async () => {
    const world = setUp();
    world.polecat("one");
    Object.assign(world.town.state.beads[0] ?? {}, { slings: 3 });
    await world.start();
    await world.until("it has failed", () => phase(world, "one") === "Failed");
    expect(slings(world)).toHaveLength(3);
    expect(world.condition("polecats/one", "Stalled")).toMatchObject({
      status: "True",
      reason: "RespawnLimit",
      message: containing("respawn limit reached for al-1"),
    });
  });
});

describe("Two Polecats", () => {
  it("never drive one bead: the later one waits, and takes over when the first is deleted", async () => {
    const world = setUp();
    world.polecat("one");
    world.polecat("two");
    await world.start();
    await world.until("the second waits", () => isWaiting(world, "two", "BeadClaimed"));
    await world.pass(60_000);
    expect(slings(world)).toHaveLength(1);
    expect(world.condition("polecats/two", "Ready")?.message).toContain("default/one");
    expect(world.status("polecats/two")["polecatName"]).toBeUndefined();
    world.api.remove("default/polecats/one");
    await world.until(
      "the second drives it",
      () => world.status("polecats/two")["polecatName"] === "furiosa",
    );
    expect(world.town.state.polecats).toHaveLength(1);
  });

  it("share no polecat, whatever the order of their beads' ends", async () => {
    const world = setUp({ defaultPlan: { behaviour: "finish", afterMs: 20_000 } });
    world.polecat("one");
    world.polecat("two", { beadID: "al-2" });
    await world.start();
    await world.until("both rest", () => phase(world, "one") === "Idle" && phase(world, "two") === "Idle");
    world.api.edit("default/polecats/two", { beadID: "al-3" });
    await world.until("the next bead is closed", () => world.town.state.beads[2]?.status === "closed");
    await world.pass(60_000);
    const names = ["one", "two"].map((name) => world.status(`polecats/${name}`)["polecatName"]);
    expect(new Set(names).size).toBe(2);
  });
});

describe("A rig", () => {
  it("gets no more polecats than maxPolecats, and the others say why they wait", async () => {
    const world = setUp();
    world.api.edit("rigs/alpha", { settings: { maxPolecats: 2 } });
    for (const bead of [1, 2, 3]) world.polecat(`p${bead}`, { beadID: `al-${bead}` });
    await world.start();
    await world.until("the third waits", () => isWaiting(world, "p3", "NoCapacity"));
    await world.pass(60_000);
    expect(world.town.state.polecats).toHaveLength(2);
    expect(world.condition("polecats/p3", "Ready")?.message).toBe(
      "rig alpha has 2 polecats, and maxPolecats is 2",
    );
    world.api.edit("rigs/alpha", { settings: { maxPolecats: 3 } });
    await world.until("the third works", () => phase(world, "p3") === "Working");
  });

  it("without its folder is Degraded alone; its polecats wait, and those of others work", async () => {
    const world = setUp();
    world.rig("beta");
    world.paths.set("/town/alpha", "missing");
    world.polecat("one");
    world.polecat("two", { rig: "beta", beadID: "be-1" });
    await world.start();
    await world.until("the other works", () => phase(world, "two") === "Working");
    await world.until("the rig is degraded", () => world.status("rigs/alpha")["phase"] === "Degraded");
    await world.pass(60_000);
    expect(world.status("rigs/beta")["phase"]).toBe("Ready");
    expect(world.condition("rigs/alpha", "Degraded")).toMatchObject({
      status: "True",
      reason: "LocalPathMissing",
    });
    expect(world.condition("polecats/one", "Ready")).toMatchObject({
      status: "False",
      reason: "RigDegraded",
      message: containing("/town/alpha"),
    });
    expect(slings(world)).toEqual([containing("be-1")]);
    world.paths.set("/town/alpha", "present");
    await world.until("it works", () => phase(world, "one") === "Working");
  });

  it("whose calls hang delays no other rig, and says that it hangs", async () => {
    const world = setUp();
    world.rig("beta");
    for (const call of ["polecat list --all", "polecat list alpha", "mq list alpha"])
      world.town.always(call, hanging);
    world.polecat("two", { rig: "beta", beadID: "be-1" });
    await world.start();
    await world.until("the other works", () => phase(world, "two") === "Working");
    await world.until("the rig is degraded", () => world.status("rigs/alpha")["phase"] === "Degraded");
    expect(world.condition("rigs/alpha", "Ready")).toMatchObject({
      reason: "GtUnavailable",
      message: containing("has not answered"),
    });
    expect(world.status("rigs/beta")["phase"]).toBe("Ready");
  });
});

describe("gt is never written to", () => {
  it.each<[string, object, Record<string, unknown>, string]>([
    ["a Polecat that only observes", { management: "Observe" }, {}, ""],
    ["a paused Polecat", { paused: true }, {}, "Paused"],
    ["a Polecat of a paused rig", {}, { paused: true }, "RigPaused"],
    ["a Polecat of a rig that is only observed", {}, { management: "Observe" }, "RigObserved"],
    [
      "executionMode kubernetes",
      {
        executionMode: "kubernetes",
        kubernetes: { gitRepository: "https://example.com/r.git", gitSecretRef: { name: "git" } },
      },
      {},
      "ExecutionModeNotEnabled",
    ],
  ])("for %s", async (_what, spec, rigSpec, reason) => {
    const world = setUp();
    if (Object.keys(rigSpec).length > 0) world.api.edit("rigs/alpha", rigSpec);
    world.polecat("one", spec);
    await world.start();
    if (reason !== "") await world.until("it says why", () => isWaiting(world, "one", reason));
    await world.pass(120_000);
    for (const desiredState of ["Idle", "Terminated"]) {
      world.api.edit("default/polecats/one", { desiredState });
      await world.pass(60_000);
    }
    expect(world.town.writes()).toEqual([]);
  });

  /** Of a second Polecat, in the same rig: the first one's sling comes before, and the change while the second's waits. */
  const changedBehindAnother = async (change: Readonly<Record<string, unknown>>): Promise<World> => {
    const world = setUp();
    const held = Promise.withResolvers<undefined>();
    world.town.once("sling", async (run) => {
      await held.promise;
      return run();
    });
    world.polecat("one");
    world.polecat("two", { beadID: "al-2" });
    await world.start();
    await world.until(
      "both are being slung",
      () => world.status("polecats/two")["state"] === "pending.slinging",
    );
    world.api.edit("default/polecats/two", change);
    await world.pass(1_000);
    held.resolve(undefined);
    await world.until("the first works", () => phase(world, "one") === "Working");
    await world.pass(60_000);
    expect(slings(world)).toHaveLength(1);
    return world;
  };

  it("for a bead that the spec no longer asks for when the turn of its sling comes", async () => {
    const world = await changedBehindAnother({ desiredState: "Idle" });
    await world.until("the other one rests", () => phase(world, "two") === "Idle");
  });

  it("for a Polecat that was paused while its sling waited behind another one", async () => {
    const world = await changedBehindAnother({ paused: true });
    expect(world.condition("polecats/two", "Ready")).toMatchObject({ status: "False", reason: "Paused" });
  });
});
