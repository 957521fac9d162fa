import { describe, expect, it } from "vitest";
import { ALPHA, BETA, GT_VERSIONS, type GtVersion } from "simulated-town";
import { containing } from "../containing.ts";
import { createWorld, type World } from "./world.ts";

/** gt takes the prefix, and cannot look for its beads. */
const WEB = { name: "web", prefix: "web-app", names: ["ada"] };

const setUp = (gtVersion: GtVersion = "1.0.1"): World => {
  const world = createWorld({
    gtVersion,
    rigs: [ALPHA, BETA, WEB],
    beads: ["al-1", "al-2", "al-3", "be-1", "web-app-1"],
  });
  world.rig("alpha");
  return world;
};
const setStatus = ({ town }: World, id: string, status: string): void => {
  const bead = town.state.beads.find((candidate) => candidate.id === id);
  Object.assign(bead ?? {}, { status });
};
const slings = ({ town }: World): readonly string[] => town.calls.filter((call) => call.startsWith("sling"));
const phase = (world: World, name: string): unknown => world.status(`polecats/${name}`)["phase"];

describe("A Polecat whose bead the town holds back", () => {
  it.each([
    ["blocked", "BeadBlocked"],
    ["deferred", "BeadDeferred"],
    ["pinned", "BeadPinned"],
    ["in_progress", "BeadHeldElsewhere"],
    ["shipped", "BeadStatusUnknown"],
  ])("is not slung while it is %s, says so, and works once it is open", async (status, reason) => {
    const world = setUp();
    setStatus(world, "al-1", status);
    world.polecat("one");
    await world.start();
    await world.until("it waits", () => world.condition("polecats/one", "Ready")?.reason === reason);
    await world.pass(120_000);
    expect(phase(world, "one")).toBe("Pending");
    expect(world.condition("polecats/one", "Ready")?.message).toContain(`al-1 is ${status}`);
    expect(slings(world)).toEqual([]);
    world.town.shell("bd", "update", "al-1", "--status", "open");
    await world.until("it works", () => phase(world, "one") === "Working");
    expect(slings(world)).toHaveLength(1);
  });

  it("has failed where it was deleted, and works once it is open after all", async () => {
    const world = setUp();
    setStatus(world, "al-1", "tombstone");
    world.polecat("one");
    await world.start();
    await world.until("it has failed", () => phase(world, "one") === "Failed");
    expect(world.condition("polecats/one", "Stalled")).toMatchObject({
      status: "True",
      reason: "BeadEnded",
      message: containing("al-1 is tombstone"),
    });
    expect(slings(world)).toEqual([]);
    world.town.shell("bd", "update", "al-1", "--status", "open");
    await world.until("it works", () => phase(world, "one") === "Working");
  });
});

describe("A Polecat whose bead gt cannot look for", () => {
  const CAUSES = [
    ["a rig's prefix has a hyphen", "web-app-1", "reads ids only up to their first hyphen"],
    ["no rig has its prefix", "zz-1", "no rig of gt rig list has the prefix zz"],
  ] as const;

  it.each(GT_VERSIONS.flatMap((version) => CAUSES.map((cause) => [version, ...cause] as const)))(
    "says so on %s where %s, and not that it does not exist",
    async (version, _why, beadID, words) => {
      const world = setUp(version);
      world.polecat("one", { beadID });
      await world.start();
      await world.until(
        "it says so",
        () => world.condition("polecats/one", "Ready")?.reason === "BeadUnroutable",
      );
      await world.pass(120_000);
      expect(phase(world, "one")).toBe("Pending");
      for (const type of ["Ready", "Stalled", "Degraded"])
        expect(world.condition("polecats/one", type)).toMatchObject({
          reason: "BeadUnroutable",
          message: containing(words),
        });
      expect(slings(world)).toEqual([]);
    },
  );

  it("keeps a Convoy from saying that it does not exist", async () => {
    const world = setUp();
    world.convoy("wave", { trackedBeads: ["web-app-1"] });
    await world.start();
    await world.until(
      "it says so",
      () => world.condition("convoys/wave", "Ready")?.reason === "BeadUnroutable",
    );
    await world.pass(120_000);
    expect(world.status("convoys/wave")["phase"]).toBe("Pending");
  });

  it("is reported where it belongs when it is another rig's", async () => {
    const world = setUp();
    world.polecat("one", { beadID: "be-1" });
    await world.start();
    await world.until(
      "it says so",
      () => world.condition("polecats/one", "Stalled")?.reason === "BeadOfAnotherRig",
    );
    expect(world.condition("polecats/one", "Ready")?.message).toContain("belongs to rig beta");
    expect(slings(world)).toEqual([]);
  });
});

describe("A rig that takes no work", () => {
  it.each([
    ["park", "unpark", "RigParked"],
    ["dock", "undock", "RigDocked"],
  ])(
    "by gt rig %s says how to undo it, and its Polecats go on after gt rig %s",
    async (doing, undo, reason) => {
      const world = setUp();
      world.polecat("before", { beadID: "al-2" });
      await world.start();
      await world.until("it works", () => phase(world, "before") === "Working");
      world.town.shell("gt", "rig", doing, "alpha");
      world.polecat("one");
      await world.until("it waits", () => world.condition("polecats/one", "Ready")?.reason === reason);
      await world.pass(600_000);
      expect(phase(world, "one")).toBe("Pending");
      expect(phase(world, "before")).toBe("Working");
      expect(world.status("rigs/alpha")).toMatchObject({ phase: "Ready", townStatus: `${doing}ed` });
      expect(world.condition("rigs/alpha", "Ready")).toMatchObject({
        reason,
        message: containing(`gt rig ${undo} alpha`),
      });
      expect(slings(world).filter((call) => call.includes("al-1"))).toEqual([]);
      world.town.shell("gt", "rig", undo, "alpha");
      await world.until("it works", () => phase(world, "one") === "Working");
      expect(world.status("rigs/alpha")).toMatchObject({ townStatus: "operational" });
    },
  );
});

describe("A Convoy of beads with odd statuses", () => {
  it("names the status of each that is not closed", async () => {
    const world = setUp();
    setStatus(world, "al-1", "shipped");
    setStatus(world, "al-2", "deferred");
    world.convoy("wave", { trackedBeads: ["al-1", "al-2", "al-3"] });
    await world.start();
    await world.until("it is there", () => world.status("convoys/wave")["state"] === "inProgress");
    expect(world.status("convoys/wave")).toMatchObject({
      phase: "InProgress",
      openBeads: [
        { bead: "al-1", status: "shipped" },
        { bead: "al-2", status: "deferred" },
        { bead: "al-3", status: "open" },
      ],
    });
    expect(world.condition("convoys/wave", "Ready")).toMatchObject({
      reason: "BeadsOpen",
      message: containing("3 of 3 beads are open; al-1 is shipped, al-2 is deferred, al-3 is open"),
    });
  });

  it("says of a status of the town's own that a person closes the bead where its work is over, and is completed then", async () => {
    const world = setUp();
    setStatus(world, "al-1", "wontfix");
    world.convoy("wave", { trackedBeads: ["al-1"] });
    world.polecat("one");
    await world.start();
    await world.until("it is there", () => world.status("convoys/wave")["state"] === "inProgress");
    await world.until(
      "its Polecat waits",
      () => world.condition("polecats/one", "Ready")?.reason === "BeadStatusUnknown",
    );
    for (const key of ["convoys/wave", "polecats/one"]) {
      expect(world.condition(key, "Ready")).toMatchObject({ message: containing("(`bd close al-1`)") });
    }
    world.town.shell("bd", "close", "al-1");
    await world.until("it is completed", () => world.status("convoys/wave")["phase"] === "Completed");
    await world.until("its Polecat rests", () => phase(world, "one") === "Idle");
  });

  it("is not waited for for ever where a bead was deleted, is not called completed, and nobody is told that it is", async () => {
    const world = setUp();
    setStatus(world, "al-1", "tombstone");
    world.convoy("wave", { notifyOnComplete: "mayor/" });
    await world.start();
    await world.until("it is there", () => world.status("convoys/wave")["state"] === "inProgress");
    world.town.shell("bd", "close", "al-2");
    await world.until("it has failed", () => world.status("convoys/wave")["phase"] === "Failed");
    expect(world.condition("convoys/wave", "Stalled")).toMatchObject({
      status: "True",
      reason: "BeadsEnded",
      message: containing("al-1 is tombstone"),
    });
    expect(world.status("convoys/wave")).toMatchObject({
      progress: "1/2",
      openBeads: [{ bead: "al-1", status: "tombstone" }],
    });
    await world.pass(60_000);
    expect(world.town.state.mail).toEqual([]);
    world.api.edit("default/convoys/wave", { trackedBeads: ["al-2"] });
    await world.until("it is completed", () => world.status("convoys/wave")["phase"] === "Completed");
  });
});

describe("A Polecat whose rig is amiss", () => {
  it.each<[string, (world: World) => void, string, string]>([
    ["has no Rig", () => undefined, "gamma", "RigNotFound"],
    ["is unknown to gt", (world) => world.rig("gamma"), "gamma", "RigDegraded"],
  ])("and %s says that for good, also where its bead is missing", async (_what, prepare, rig, reason) => {
    const world = setUp();
    prepare(world);
    world.polecat("one", { rig, beadID: "al-99" });
    await world.start();
    await world.until("it says so", () => world.condition("polecats/one", "Ready")?.reason === reason);
    await world.pass(300_000);
    expect(world.status("polecats/one")["phase"]).toBe("Pending");
    expect(world.condition("polecats/one", "Ready")).toMatchObject({ reason, message: containing(rig) });
  });

  it("is Failed for a missing bead once the rig is there", async () => {
    const world = setUp();
    world.polecat("one", { rig: "beta", beadID: "be-99" });
    await world.start();
    await world.until("it says so", () => world.condition("polecats/one", "Ready")?.reason === "RigNotFound");
    await world.pass(120_000);
    world.rig("beta");
    await world.until("it has failed", () => world.status("polecats/one")["phase"] === "Failed");
    expect(world.condition("polecats/one", "Stalled")?.reason).toBe("BeadNotFound");
  });
});
