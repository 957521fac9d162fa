import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createWorld, type World } from "./world.ts";

const REFINERY = "refineries/merger";
const STORE = "beadstores/beads";

/** An agent ends its work after a while, and nobody merges it within the day. */
const DONE = { behaviour: "finish", afterMs: 60_000, mergeAfterMs: 86_400_000 } as const;

function setUp(): World {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"], defaultPlan: DONE });
  world.rig("alpha");
  world.polecat("one");
  world.refinery("merger");
  world.beadStore("beads");
  return world;
}

/** @returns the id of the open merge request. */
async function opened(world: World): Promise<string> {
  await world.until("a request is open", () => world.status(REFINERY)["queueLength"] === 1);
  expect(world.status(REFINERY)["phase"]).toBe("Processing");
  return world.town.state.mergeRequests.find(({ status }) => status === "open")?.id ?? "";
}

describe("A Refinery", () => {
  it("shows the queue, and counts what was merged and what was rejected, also in the metrics", async () => {
    const world = setUp();
    const { metrics } = await world.start();
    const first = await opened(world);
    expect(world.status(REFINERY)).toMatchObject({
      queueLength: 1,
      mergesSummary: { total: 0, succeeded: 0, failed: 0, pending: 1 },
    });
    world.town.shell("gt", "mq", "post-merge", "alpha", first);
    await world.until("it is counted", () => summary(world).succeeded === 1);
    expect(world.status(REFINERY)).toMatchObject({ phase: "Idle", queueLength: 0 });
    expect(world.status(REFINERY)["lastMergeTime"]).toMatch(/^2026-/);
    world.api.edit("default/polecats/one", { beadID: "al-2" });
    const second = await opened(world);
    world.town.shell("gt", "mq", "reject", "alpha", second, "--reason", "tests fail");
    await world.until("it is counted, too", () => summary(world).failed === 1);
    expect(summary(world)).toEqual({ total: 2, succeeded: 1, failed: 1, pending: 0 });
    const text = await metrics.registry.metrics();
    expect(text).toContain('gastown_refinery_merge_total{rig="alpha",result="success"} 1');
    expect(text).toContain('gastown_refinery_merge_total{rig="alpha",result="failure"} 1');
    expect(text).toContain('gastown_refinery_merge_duration_seconds_count{rig="alpha"} 1');
    expect(text).toContain('gastown_refinery_queue_length{rig="alpha"} 0');
  });

  it("leaves no series of a rig that the town no longer has", async () => {
    const world = setUp();
    const { metrics } = await world.start();
    world.town.shell("gt", "mq", "post-merge", "alpha", await opened(world));
    await world.until("it is counted", () => summary(world).succeeded === 1);
    expect(await metrics.registry.metrics()).toContain('merge_total{rig="alpha"');
    Object.assign(world.town.state, { rigs: [] });
    await world.pass(31_000);
    expect(await metrics.registry.metrics()).not.toMatch(/refinery\w+\{.*rig="alpha"/);
  });

  it("counts a merge that went through while the operator was away, once", async () => {
    const world = setUp();
    const first = await world.start();
    const id = await opened(world);
    await first.close();
    world.town.shell("gt", "mq", "post-merge", "alpha", id);
    const second = await world.start();
    await world.until("it is counted", () => summary(world).succeeded === 1);
    await second.close();
    await world.start();
    await world.pass(120_000);
    expect(summary(world)).toMatchObject({ total: 1, succeeded: 1 });
  });

  it("is quiet while nothing changes, and costs no call of gt beside the sync", async () => {
    const world = setUp();
    await world.start();
    await opened(world);
    await world.pass(61_000);
    const [writes, shows] = [world.api.writes.length, shown(world)];
    await world.pass(300_000);
    expect(world.api.writes.length).toBe(writes);
    // One `show` a sync, of the tracked bead.
    expect(shown(world) - shows).toBeLessThanOrEqual(11);
  });
});

describe("A BeadStore", () => {
  it("shows how many beads the rig has, no more often than syncInterval", async () => {
    const world = setUp();
    world.beadStore("slow", { syncInterval: "1h" });
    await world.start();
    await world.until("both are counted", () => count(world, STORE) === 2 && count(world, SLOW) === 2);
    expect(world.status(STORE)).toMatchObject({ phase: "Synced" });
    world.town.shell("bd", "create", "a third", "--id", "al-3");
    await world.pass(400_000);
    expect(count(world, STORE)).toBe(3);
    expect(count(world, SLOW)).toBe(2);
  });

  it.each([
    ["one whose count never changes", {}],
    ["one whose prefix is not the rig's", { prefix: "zz-" }],
    ["one of a rig that is not there", { rigRef: "gamma" }],
  ])("costs a call in each syncInterval, however often the town is read: %s", async (_which, spec) => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.beadStore("beads", { syncInterval: "10m", ...spec });
    await world.start();
    const vitals = (): number => world.town.calls.filter((call) => call.startsWith("vitals")).length;
    await world.until("it was looked at", () => world.status(STORE)["phase"] !== undefined);
    await world.pass(1_000);
    const before = vitals();
    await world.pass(3_600_000);
    expect(vitals() - before).toBeGreaterThanOrEqual(5);
    expect(vitals() - before).toBeLessThanOrEqual(7);
  });

  it("is well as soon as its rig is", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.beadStore("beads", { syncInterval: "1h" });
    await world.start();
    await world.until("it says so", () => world.condition(STORE, "Stalled")?.reason === "RigNotFound");
    world.rig("alpha");
    await world.until("it is well", () => world.status(STORE)["phase"] === "Synced");
    expect(count(world, STORE)).toBe(1);
  });

  it("is counted for the rig that its spec names now, without waiting for syncInterval", async () => {
    const world = setUp();
    world.beadStore("slow", { syncInterval: "1h" });
    await world.start();
    await world.until("it is counted", () => count(world, SLOW) === 2);
    world.api.edit(`default/${SLOW}`, { rigRef: "nowhere", prefix: "no-" });
    await world.until("it is reported", () => world.status(SLOW)["phase"] === "Error");
  });

  it("says so when its prefix is not the rig's", async () => {
    const world = setUp();
    world.beadStore("odd", { prefix: "zz-" });
    await world.start();
    await world.until("it says so", () => world.status("beadstores/odd")["phase"] === "Error");
    expect(world.condition("beadstores/odd", "Stalled")).toMatchObject({
      status: "True",
      reason: "PrefixMismatch",
    });
  });
});

const SLOW = "beadstores/slow";
const count = (world: World, key: string): unknown => world.status(key)["issueCount"];
const shown = ({ town }: World): number => town.calls.filter((call) => call.startsWith("show")).length;

interface Summary {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly pending: number;
}

const summary = (world: World): Summary =>
  (world.status(REFINERY)["mergesSummary"] ?? {}) as unknown as Summary;
