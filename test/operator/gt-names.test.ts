import { describe, expect, it } from "vitest";
import { BOUND_POLECAT_ANNOTATION } from "../../src/kinds/index.ts";
import { ALPHA, type TownSeed } from "simulated-town";
import { containing } from "../containing.ts";
import { refused } from "./memory-api.ts";
import { createWorld, type World } from "./world.ts";

/** A rig as gt allows it, and Kubernetes does not allow its name. */
const WEB_APP = { name: "Web_App", prefix: "Wa", names: ["furiosa", "nux", "slit"] };
/** Its neighbour, whose name is that of the Rig that stands for the other one. */
const PLAIN = { name: "web", prefix: "we", names: ["rust", "chrome"] };

const KEY = "default/polecats/one";
const views = (world: World): readonly string[] =>
  [...world.api.objects.keys()].filter((key) => key.includes("/polecats/"));
const phase = (world: World): unknown => world.status("polecats/one")["phase"];

function town(seed: Partial<TownSeed> = {}): World {
  const world = createWorld({ rigs: [PLAIN, WEB_APP], beads: ["Wa-1", "Wa-2", "we-1"], ...seed });
  world.rig("web", { gtName: "Web_App", beadsPrefix: undefined });
  return world;
}

const asksFor = (world: World, beadID: string): void => world.polecat("one", { rig: "web", beadID });

async function atWork(): Promise<World> {
  const world = town();
  asksFor(world, "Wa-1");
  await world.start();
  await world.until("it works", () => phase(world) === "Working");
  return world;
}

const VIEW_UNDER_VIEW: unknown = expect.stringMatching(/^default\/polecats\/web-app-[0-9a-f]{10}-furiosa$/);

describe("A rig whose name holds what a shell takes for its own", () => {
  it("is reported where it is refused as a resource, and its polecat, and other rigs are adopted all the same", async () => {
    const strange = { name: "a;b", prefix: "ab", names: ["rust"] };
    const world = createWorld({ rigs: [strange, WEB_APP], beads: ["Wa-1", "ab-1"] });
    world.town.shell("gt", "sling", "ab-1", "a;b");
    world.town.shell("gt", "sling", "Wa-1", "Web_App");
    world.api.intercept = (method, path, body) => {
      const isStrange = method === "POST" && JSON.stringify(body).includes('"a;b"');
      if (isStrange) throw refused(path, 422, "Invalid", "the name of the rig should match the pattern");
    };
    const { operator } = await world.start({ adopt: true });
    await world.until("the other one is shown", () => views(world).length === 1);
    expect(views(world)).toEqual([VIEW_UNDER_VIEW]);
    await world.pass(120_000);
    const told = { ok: false, message: containing("the name of the rig should match the pattern") };
    expect(operator.ready().checks).toContainEqual(expect.objectContaining(told));
  });
});

describe("A rig whose name in gt Kubernetes does not allow", () => {
  it.each(["Büro+2", "店", `${"long_".repeat(39)}rig`])(
    "is served whatever gt allows of it: %s works off a bead, and its stranger is adopted",
    async (name) => {
      const world = createWorld({
        rigs: [{ name, prefix: "Wa", names: ["furiosa", "nux"] }],
        beads: ["Wa-1", "Wa-2"],
      });
      world.town.shell("gt", "sling", "Wa-2", name);
      await world.start({ adopt: true });
      await world.until("its stranger is adopted", () => views(world).length === 1);
      world.rig("web", { gtName: name, beadsPrefix: undefined });
      asksFor(world, "Wa-1");
      await world.until("it works", () => phase(world) === "Working");
      expect(world.status("rigs/web")).toMatchObject({ gtName: name });
      world.town.shell("bd", "close", "Wa-1");
      await world.until("it rests", () => phase(world) === "Idle");
      world.api.edit(KEY, { desiredState: "Terminated" });
      await world.until("it is gone", () => phase(world) === "Terminated");
      expect(world.town.state.polecats).toMatchObject([{ rig: name, name: "furiosa" }]);
    },
  );

  it("is served by a Rig that says which one it stands for, and shows gt's name and prefix", async () => {
    const world = town();
    await world.start();
    await world.until("it is ready", () => world.status("rigs/web")["phase"] === "Ready");
    expect(world.status("rigs/web")).toMatchObject({
      gtName: "Web_App",
      beadsPrefix: "Wa",
      witness: "stopped",
      polecatCount: 0,
    });
  });

  it("gets its bead slung, worked on, followed to its end, and its polecat ended", async () => {
    const world = await atWork();
    expect(world.town.state.polecats).toMatchObject([{ rig: "Web_App", name: "furiosa" }]);
    expect(world.condition("polecats/one", "Ready")?.message).toBe("Wa-1 is in work by Web_App/furiosa");
    await world.until("its Rig counts it", () => world.status("rigs/web")["polecatCount"] === 1);
    world.town.shell("bd", "close", "Wa-1");
    await world.until("it rests", () => phase(world) === "Idle");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is gone", () => phase(world) === "Terminated");
    expect(world.town.state.polecats).toEqual([]);
    expect(world.status("polecats/one")).toMatchObject({
      terminationProof: { incarnation: expect.stringMatching(/^Web_App\/furiosa@/) as unknown },
    });
  });

  it("is counted under its Rig's name in the metrics, and its convoys by gt's prefix", async () => {
    const world = town();
    world.town.shell("gt", "sling", "Wa-2", "Web_App");
    world.town.agent("Web_App", "furiosa", "done");
    world.town.shell("gt", "convoy", "create", "Wave", "Wa-1");
    const { metrics } = await world.start();
    await world.until("it is ready", () => world.status("rigs/web")["phase"] === "Ready");
    // gt made the other one for its sling.
    expect(world.status("rigs/web")["activeConvoys"]).toBe(2);
    const lines = (await metrics.registry.metrics()).match(/^gastown_refinery_queue_length.*$/gm);
    expect(lines).toEqual(['gastown_refinery_queue_length{rig="web"} 1']);
  });

  it("has its beads followed by a Convoy, its queue by a Refinery, its polecats by a Witness", async () => {
    const world = town();
    asksFor(world, "Wa-1");
    world.convoy("wave", { trackedBeads: ["Wa-1"], rigRef: "web" });
    world.witness("eyes", { rigRef: "web" });
    world.refinery("merges", { rigRef: "web" });
    world.beadStore("beads", { rigRef: "web", prefix: "Wa-" });
    await world.start();
    await world.until("it works", () => phase(world) === "Working");
    await world.until(
      "its witness counts it",
      () => (world.status("witnesses/eyes")["polecatsSummary"] as { running?: number }).running === 1,
    );
    expect(world.status("beadstores/beads")).toMatchObject({ phase: "Synced", issueCount: 2 });
    expect(world.status("refineries/merges")).toMatchObject({ phase: "Idle", queueLength: 0 });
    world.town.shell("bd", "close", "Wa-1");
    await world.until("its convoy is done", () => world.status("convoys/wave")["phase"] === "Completed");
  });

  it("has its stuck polecat told of by the address that gt knows", async () => {
    const world = town();
    asksFor(world, "Wa-1");
    await world.start();
    await world.until("it works", () => phase(world) === "Working");
    const [polecat] = world.town.state.polecats;
    if (polecat !== undefined) polecat.session = false;
    await world.until("its witness has told", () =>
      world.town.writes().some((call) => /^(nudge|mail)/.test(call)),
    );
    expect(world.town.writes().join("\n")).toContain("Web_App/");
    expect(world.town.writes().join("\n")).not.toContain("web/");
  });
});

describe("What is told of a rig by two names", () => {
  it("has gt's name in a command of gt's, and the Rig's in what a person writes into a spec", async () => {
    const world = createWorld({ rigs: [WEB_APP, ALPHA], beads: ["Wa-1"] });
    world.rig("web", { gtName: "Web_App", beadsPrefix: undefined });
    world.rig("alpha");
    world.polecat("one", { rig: "alpha", beadID: "Wa-1" });
    world.town.shell("gt", "rig", "park", "Web_App");
    await world.start();
    await world.until("it is reported", () => world.condition("rigs/web", "Ready")?.reason === "RigParked");
    expect(world.condition("rigs/web", "Ready")?.message).toContain("gt rig unpark Web_App");
    await world.until(
      "it is refused",
      () => world.condition("polecats/one", "Stalled")?.reason === "BeadOfAnotherRig",
    );
    expect(world.condition("polecats/one", "Stalled")?.message).toContain("make a Polecat of rig web for it");
  });
});

describe("Two Rigs for one rig of gt", () => {
  it("are reported: the earlier one serves, the later one is Degraded and its polecats get nothing", async () => {
    const world = town();
    await world.pass(2_000);
    world.rig("later", { gtName: "Web_App", beadsPrefix: undefined });
    world.polecat("two", { rig: "later", beadID: "Wa-2" });
    asksFor(world, "Wa-1");
    await world.start();
    await world.until("one works", () => phase(world) === "Working");
    await world.pass(60_000);
    expect(world.condition("rigs/later", "Degraded")).toMatchObject({
      status: "True",
      reason: "DuplicateRig",
      message: expect.stringContaining("Rig web stands for gt's rig Web_App") as unknown,
    });
    expect(world.status("rigs/web")["phase"]).toBe("Ready");
    expect(world.condition("polecats/two", "Degraded")).toMatchObject({ reason: "RigDegraded" });
    expect(world.town.state.polecats).toHaveLength(1);
    world.api.remove("rigs/web");
    await world.until("the other one serves", () => world.status("rigs/later")["phase"] === "Ready");
    await world.until("its bead is slung", () => world.status("polecats/two")["phase"] === "Working");
  });
});

describe("A Rig that was deleted and made anew for another rig of gt", () => {
  it("gives no stranger of the same name to a Polecat that has its polecat in the first one", async () => {
    const world = await atWork();
    world.town.shell("bd", "close", "Wa-1");
    await world.until("it rests", () => phase(world) === "Idle");
    world.api.remove("rigs/web");
    await world.pass(1_000);
    world.rig("web", { beadsPrefix: undefined });
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until(
      "it is reported",
      () => world.condition("polecats/one", "Degraded")?.reason === "RigReplaced",
    );
    await world.pass(120_000);
    expect(world.town.state.polecats).toMatchObject([{ rig: "Web_App", name: "furiosa" }]);
    expect(phase(world)).not.toBe("Terminated");
  });

  it("keeps that over a restart of the operator while there is no Rig", async () => {
    const world = createWorld({ rigs: [PLAIN, WEB_APP], beads: ["Wa-1"] });
    world.rig("web", { gtName: "Web_App", beadsPrefix: undefined });
    asksFor(world, "Wa-1");
    const first = await world.start();
    await world.until("it works", () => phase(world) === "Working");
    await first.close();
    world.api.remove("rigs/web");
    await world.start();
    await world.pass(120_000);
    expect(phase(world)).toBe("Working");
    expect(world.condition("polecats/one", "Degraded")).toMatchObject({ reason: "RigNotFound" });
    world.town.shell("bd", "close", "Wa-1");
    await world.until("its end is seen", () => phase(world) === "Idle");
  });
});

describe("The prefix that a Rig states", () => {
  it("is compared with gt's: a wrong one makes the Rig Degraded, names both, and nothing is slung", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha", { beadsPrefix: "zz" });
    world.polecat("one");
    await world.start();
    await world.until("it is reported", () => world.status("rigs/alpha")["phase"] === "Degraded");
    await world.pass(60_000);
    expect(world.condition("rigs/alpha", "Degraded")).toMatchObject({ reason: "BeadsPrefixMismatch" });
    expect(world.condition("rigs/alpha", "Stalled")).toMatchObject({ status: "True" });
    expect(world.condition("rigs/alpha", "Degraded")?.message).toMatch(/zz.*\bal\b/);
    expect(world.town.writes()).toEqual([]);
    world.api.edit("rigs/alpha", { beadsPrefix: "al" });
    await world.until("it is ready", () => world.status("rigs/alpha")["phase"] === "Ready");
    await world.until("its bead is slung", () => phase(world) === "Working");
  });

  it("may have a hyphen, which gt cannot read: the Rig says so, and nothing is slung", async () => {
    const world = createWorld({ rigs: [{ ...ALPHA, prefix: "web-app" }], beads: ["web-app-1"] });
    world.rig("alpha", { beadsPrefix: "web-app" });
    world.polecat("one", { beadID: "web-app-1" });
    await world.start();
    await world.until("it is reported", () => world.status("rigs/alpha")["phase"] === "Degraded");
    await world.pass(120_000);
    expect(world.condition("rigs/alpha", "Degraded")).toMatchObject({
      reason: "BeadsPrefixUnreadable",
      message: expect.stringContaining("web-app") as unknown,
    });
    expect(world.town.writes()).toEqual([]);
  });

  it("may have a hyphen, and polecats that are there are watched and ended all the same", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.town.shell("gt", "sling", "al-1", "alpha");
    for (const rig of world.town.state.rigs) Object.assign(rig, { prefix: "web-app" });
    world.rig("alpha", { beadsPrefix: undefined });
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    expect(world.condition("rigs/alpha", "Degraded")).toMatchObject({ reason: "BeadsPrefixUnreadable" });
    world.api.edit("default/polecats/alpha-furiosa", { management: "Manage", desiredState: "Terminated" });
    await world.until("it is gone", () => world.status("polecats/alpha-furiosa")["phase"] === "Terminated");
    expect(world.town.state.polecats).toEqual([]);
  });
});

describe("A polecat without a resource in such a rig", () => {
  it("gets a view under its Rig's name, and is looked for where gt has it", async () => {
    const world = town();
    world.town.shell("gt", "sling", "Wa-1", "Web_App");
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/web-furiosa")["phase"] === "Working");
    expect(world.api.object("default/polecats/web-furiosa")).toMatchObject({
      metadata: { annotations: { [BOUND_POLECAT_ANNOTATION]: "furiosa" } },
      spec: { rig: "web", management: "Observe" },
    });
    world.town.shell("bd", "close", "Wa-1");
    world.town.shell("gt", "polecat", "nuke", "Web_App/furiosa");
    await world.until("its view is gone", () => views(world).length === 0);
  });

  it("is shown under a name that Kubernetes takes while its Rig is a view, and moves to a person's Rig that comes", async () => {
    const world = createWorld({ rigs: [WEB_APP], beads: ["Wa-1"] });
    world.town.shell("gt", "sling", "Wa-1", "Web_App");
    await world.start({ adopt: true });
    await world.until("it is shown", () => views(world).length === 1);
    expect(views(world)).toEqual([VIEW_UNDER_VIEW]);
    world.rig("web", { gtName: "Web_App", beadsPrefix: undefined });
    await world.until("it has moved", () => views(world).join() === "default/polecats/web-furiosa");
  });
});
