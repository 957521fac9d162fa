import { describe, expect, it } from "vitest";
import { atWork, escalated, killSession, MINUTE } from "./unresponsive.ts";
import type { World } from "./world.ts";

describe("A Witness", () => {
  const summary = (world: World): unknown => world.status("witnesses/eyes")["polecatsSummary"];

  it("counts the polecats of its rig, and is quiet while nothing changes", async () => {
    const { world } = await atWork();
    world.polecat("two", { beadID: "al-2" });
    world.witness("eyes", { stuckThreshold: "1m" });
    await world.until("both run", () => (summary(world) as { running: number }).running === 2);
    expect(world.status("witnesses/eyes")).toMatchObject({ phase: "Active" });
    killSession(world);
    world.town.shell("bd", "close", "al-2");
    await world.until("one is stuck", () => (summary(world) as { stuck: number }).stuck === 1);
    expect(summary(world)).toEqual({ total: 2, running: 0, succeeded: 1, failed: 0, stuck: 1 });
    expect(world.condition("witnesses/eyes", "Ready")).toMatchObject({
      status: "True",
      message: "1 of 2 polecats are stuck",
    });
    const writes = (): number => world.api.writes.filter(({ name }) => name.includes("eyes")).length;
    const before = writes();
    await world.pass(10 * MINUTE);
    expect(writes()).toBe(before);
  });

  it("counts what its polecats have become by the very read that it is told of", async () => {
    const { world } = await atWork();
    world.witness("eyes", { healthCheckInterval: "10m" });
    await world.until("it has counted", () => (summary(world) as { running: number }).running === 1);
    await world.pass(10 * MINUTE);
    world.town.shell("bd", "close", "al-1");
    await world.until("the polecat is idle", () => world.status("polecats/one")["phase"] === "Idle");
    await world.pass(1_000);
    expect(summary(world)).toMatchObject({ succeeded: 1 });
  });

  it("states the threshold and whom to tell", async () => {
    const { world } = await atWork({}, { stuckThresholdMs: 600 * MINUTE });
    world.witness("eyes", { stuckThreshold: "30s", escalationTarget: "alpha/witness" });
    await world.until("it is active", () => world.status("witnesses/eyes")["phase"] === "Active");
    await world.pass(31_000);
    await escalated(world);
    expect(world.town.state.mail[0]).toMatchObject({ to: "alpha/witness" });
  });

  it("of an unknown rig says so", async () => {
    const { world } = await atWork();
    world.witness("eyes", { rigRef: "nowhere" });
    await world.until("it says so", () => world.status("witnesses/eyes")["phase"] === "Degraded");
    expect(world.condition("witnesses/eyes", "Ready")).toMatchObject({
      status: "False",
      reason: "RigNotFound",
    });
    expect(world.condition("witnesses/eyes", "Stalled")).toMatchObject({ status: "True" });
  });

  it("of a rig that another one watches says so, and acts when that one is gone", async () => {
    const { world } = await atWork();
    world.witness("eyes");
    world.witness("late");
    await world.until("it says so", () => world.condition("witnesses/late", "Stalled")?.status === "True");
    expect(world.condition("witnesses/late", "Ready")).toMatchObject({
      reason: "RigWatched",
      message: expect.stringContaining("default/eyes") as string,
    });
    world.api.remove("default/witnesses/eyes");
    await world.until("it acts", () => world.status("witnesses/late")["phase"] === "Active");
  });

  it("is degraded while the town cannot be trusted, with its last count, also after a restart", async () => {
    const { world, life } = await atWork();
    world.witness("eyes");
    await world.until("it is active", () => world.status("witnesses/eyes")["phase"] === "Active");
    world.town.doltDown = true;
    await world.until("it is degraded", () => world.status("witnesses/eyes")["phase"] === "Degraded");
    await life.close();
    await world.start();
    await world.pass(MINUTE);
    expect(world.status("witnesses/eyes")).toMatchObject({
      phase: "Degraded",
      polecatsSummary: { total: 1, running: 1 },
    });
  });
});
