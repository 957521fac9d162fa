/** What fails for one rig, in the eyes of the resources of the others. */
import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import { containing } from "../containing.ts";
import { hanging, inOtherWords, type Intercept } from "../town/sim-town.ts";
import { createWorld, type World } from "./world.ts";

const UNREADABLE: Intercept = () => ({
  outcome: "exited",
  exitCode: 1,
  stdout: "",
  stderr: "Error: failed to open database: the chunk journal is corrupt\n",
});

const NO_JSON: Intercept = () => ({
  outcome: "exited",
  exitCode: 0,
  stdout: "Error 1049 (HY000): database not found: be\n",
  stderr: "",
});

/** A polecat at work in each of two rigs, and a convoy that follows both beads. */
async function town(): Promise<World> {
  const world = createWorld({ rigs: [ALPHA, BETA], beads: ["al-1", "be-1", "be-2"] });
  world.rig("alpha");
  world.rig("beta");
  world.polecat("one");
  world.polecat("two", { rig: "beta", beadID: "be-1" });
  world.convoy("wave", { trackedBeads: ["al-1", "be-1", "be-2"] });
  world.refinery("gate", { rigRef: "beta" });
  await world.start();
  await world.until("both work", () =>
    ["one", "two"].every((name) => world.status(`polecats/${name}`)["phase"] === "Working"),
  );
  world.town.shell("bd", "close", "be-2");
  await world.until("one bead is done", () => world.status("convoys/wave")["progress"] === "1/3");
  await world.pass(31_000);
  return world;
}

const degraded = (world: World, key: string): unknown => world.condition(key, "Degraded");
const messageOf = (world: World, key: string): string => world.condition(key, "Degraded")?.message ?? "";
const phases = (world: World): readonly unknown[] =>
  ["polecats/one", "polecats/two", "convoys/wave"].map((key) => world.status(key)["phase"]);

describe("A database of beads that", () => {
  it.each<[string, Intercept, string]>([
    ["cannot be opened", UNREADABLE, "the chunk journal is corrupt"],
    ["hangs", hanging, "gt show"],
    [
      "is answered for with an error and exit 0",
      NO_JSON,
      "it printed: Error 1049 (HY000): database not found: be",
    ],
  ])(
    "%s is reported on all that it concerns, with its age, and moves no phase",
    async (_how, intercept, words) => {
      const world = await town();
      const failsAt = world.town.clock.now();
      let isFailing = true;
      world.town.always("show be-", (run, late) => (isFailing ? intercept(run, late) : run()));
      await world.until(
        "the polecat says so",
        () => world.condition("polecats/two", "Degraded")?.status === "True",
      );
      await world.pass(120_000);
      const message = containing("be-1 could not be read: gt show");
      expect(degraded(world, "polecats/two")).toMatchObject({
        status: "True",
        reason: "BeadsUnread",
        message,
      });
      expect(degraded(world, "convoys/wave")).toMatchObject({ status: "True", reason: "BeadsUnread" });
      expect(degraded(world, "rigs/beta")).toMatchObject({ status: "True", reason: "GtUnavailable" });
      for (const key of ["polecats/two", "convoys/wave", "rigs/beta"]) {
        expect(degraded(world, key)).toMatchObject({ message: containing(words) });
        expect(degraded(world, key)).toMatchObject({
          message: containing("what is shown was read at 2026-"),
        });
      }
      expect(phases(world)).toEqual(["Working", "Working", "InProgress"]);
      expect(world.status("convoys/wave")).toMatchObject({ progress: "1/3", completedBeads: ["be-2"] });
      const readAt = /what is shown was read at (\S+)/.exec(messageOf(world, "polecats/two"))?.[1];
      expect(failsAt - Date.parse(readAt ?? "")).toBeGreaterThanOrEqual(0);
      expect(failsAt - Date.parse(readAt ?? "")).toBeLessThanOrEqual(31_000);

      for (const key of ["polecats/one", "rigs/alpha"]) {
        expect(degraded(world, key)).toMatchObject({ status: "False" });
      }
      world.town.shell("bd", "close", "al-1");
      await world.until("the other rig is served on", () => world.status("polecats/one")["phase"] === "Idle");
      await world.until("its bead counts", () => world.status("convoys/wave")["progress"] === "2/3");

      isFailing = false;
      await world.until("all is well", () =>
        ["polecats/two", "convoys/wave", "rigs/beta"].every(
          (key) => world.condition(key, "Degraded")?.status === "False",
        ),
      );
      expect(world.status("polecats/two")["phase"]).toBe("Working");
    },
  );
});

describe("Text where JSON was expected", () => {
  it.each([
    ["health", "polecats/two", "Degraded", "InvalidOutput"],
    ["health", "convoys/wave", "Degraded", "InvalidOutput"],
    ["health", "rigs/alpha", "Degraded", "InvalidOutput"],
    ["rig list", "rigs/alpha", "Degraded", "InvalidOutput"],
    ["polecat list", "polecats/two", "Degraded", "PolecatsUnread"],
    ["polecat list", "rigs/beta", "Degraded", "GtUnavailable"],
    ["mq list", "rigs/beta", "Degraded", "GtUnavailable"],
    ["mq list", "refineries/gate", "Degraded", "RigDegraded"],
    ["convoy list", "rigs/beta", "Synced", "ConvoysUnread"],
    ["convoy list", "rigs/beta", "Degraded", "ConvoysUnread"],
  ])(
    "of gt %s is reported on %s as %s, %s, in gt's words, and moves no phase",
    async (words, key, type, reason) => {
      const world = await town();
      let isFailing = true;
      world.town.always(words, (run, late) => (isFailing ? NO_JSON(run, late) : run()));
      await world.until("it says so", () => world.condition(key, type)?.reason === reason);
      await world.pass(120_000);
      const message = world.condition(key, type)?.message ?? "";
      expect(message).toContain("Error 1049 (HY000): database not found: be");
      expect(phases(world)).toEqual(["Working", "Working", "InProgress"]);
      isFailing = false;
      await world.until("all is well", () => world.condition(key, type)?.reason !== reason);
      expect(phases(world)).toEqual(["Working", "Working", "InProgress"]);
    },
  );
});

describe("A polecat with nothing on its hook, and a state that nobody here knows,", () => {
  it("is not plainly idle: its conditions name gt's word", async () => {
    const world = await town();
    world.town.always("polecat list", inOtherWords(/"state": "[a-z-]+"/g, '"state": "dreaming"'));
    world.town.shell("bd", "close", "al-1");
    await world.until(
      "it is reported",
      () => world.condition("polecats/one", "Degraded")?.reason === "StateUnknown",
    );
    await world.until("the bead is seen closed", () => world.status("polecats/one")["phase"] === "Idle");
    const message = containing(
      "gt lists alpha/furiosa as dreaming, a state that this operator does not know",
    );
    expect(degraded(world, "polecats/one")).toMatchObject({ status: "True", message });
    expect(world.condition("polecats/one", "Available")).toMatchObject({
      ...{ status: "False", reason: "StateUnknown", message },
    });
    expect(world.town.state.polecats[0]).toMatchObject({ name: "furiosa", session: true });
  });
});

describe("A list of convoys that hangs", () => {
  it("is reported on the rigs, whose other figures stay fresh and whose polecats get their work", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    await world.start();
    await world.until("it is ready", () => world.status("rigs/alpha")["phase"] === "Ready");
    world.town.always("convoy list", hanging);
    await world.until("it says so", () => world.condition("rigs/alpha", "Synced")?.status === "False");
    expect(world.condition("rigs/alpha", "Synced")).toMatchObject({
      reason: "ConvoysUnread",
      message: containing("activeConvoys is of 2026-"),
    });
    world.polecat("one");
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    await world.until("it counts", () => world.status("rigs/alpha")["polecatCount"] === 1);
    expect(world.status("rigs/alpha")["phase"]).toBe("Ready");
    expect(degraded(world, "rigs/alpha")).toMatchObject({
      ...{ status: "True", reason: "ConvoysUnread", message: containing("activeConvoys is of 2026-") },
    });
  });
});

describe("A count of beads that cannot be read", () => {
  it("is reported on the BeadStore in gt's words, with the age of the count that is shown, until it can", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.beadStore("beads", { rigRef: "alpha", prefix: "al-", syncInterval: "30s" });
    await world.start();
    await world.until("it is counted", () => world.status("beadstores/beads")["issueCount"] === 1);
    const countedAt = world.status("beadstores/beads")["lastSyncTime"];
    let isFailing = true;
    world.town.always("vitals", (run, late) => (isFailing ? NO_JSON(run, late) : run()));
    await world.until(
      "it says so",
      () => degraded(world, "beadstores/beads") !== undefined && messageOf(world, "beadstores/beads") !== "",
    );
    await world.pass(120_000);
    expect(degraded(world, "beadstores/beads")).toMatchObject({
      ...{ status: "True", reason: "IssuesUnread" },
      message: containing("Error 1049 (HY000): database not found: be"),
    });
    expect(messageOf(world, "beadstores/beads")).toContain("what is shown was read at 2026-");
    expect(world.status("beadstores/beads")).toMatchObject({ issueCount: 1, lastSyncTime: countedAt });
    isFailing = false;
    await world.until("all is well", () => world.status("beadstores/beads")["phase"] === "Synced");
  });
});

describe("Three hung rigs of ten", () => {
  it("leave the other seven Ready, and their polecats get their work and end it", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `rig${index}`);
    const hung = ["rig1", "rig4", "rig8"];
    const world = createWorld({
      rigs: names.map((name, index) => ({ ...ALPHA, name, prefix: `r${"abcdefghij"[index]}` })),
      beads: ["rf-1"],
    });
    for (const [index, name] of names.entries()) world.rig(name, { beadsPrefix: `r${"abcdefghij"[index]}` });
    await world.start();
    const ready = (): readonly string[] =>
      names.filter((name) => world.condition(`rigs/${name}`, "Degraded")?.status === "False");
    await world.until("all are ready", () => ready().length === 10);
    world.town.always("polecat list --all", hanging);
    for (const rig of hung) {
      for (const words of [`polecat list ${rig}`, `mq list ${rig}`]) world.town.always(words, hanging);
    }
    await world.until("the hung ones say so", () => ready().length === 7);
    world.polecat("one", { rig: "rig5", beadID: "rf-1" });
    for (let minute = 0; minute < 10; minute += 1) {
      await world.pass(60_000);
      expect(ready()).toEqual(names.filter((name) => !hung.includes(name)));
      if (minute === 4) world.town.shell("bd", "close", "rf-1");
    }
    expect(world.status("polecats/one")["phase"]).toBe("Idle");
  });
});
