import { describe, expect, it } from "vitest";
import { atWork, killSession, MINUTE, state } from "./unresponsive.ts";
import type { World } from "./world.ts";

const KEY = "default/polecats/one";
const phase = (world: World): unknown => world.status("polecats/one")["phase"];
const nukes = ({ town }: World): readonly string[] =>
  town.calls.filter((call) => call.startsWith("polecat nuke"));
const isGone = (world: World): boolean => phase(world) === "Terminated";

/** Its bead is closed, and that was read. */
async function atRest(spec: object) {
  const at = await atWork(spec);
  at.world.town.shell("bd", "close", "al-1");
  const closedAt = at.world.town.clock.now();
  await at.world.until("it rests", () => phase(at.world) === "Idle");
  return { ...at, closedAt };
}

describe("The time of a polecat", () => {
  it("after its bead was closed ends it, and never one at work", async () => {
    const { world } = await atWork({ ttlSecondsAfterFinished: 60 });
    await world.pass(10 * MINUTE);
    expect(nukes(world)).toEqual([]);
    world.town.shell("bd", "close", "al-1");
    await world.until("it rests", () => phase(world) === "Idle");
    await world.pass(20_000);
    expect(nukes(world)).toEqual([]);
    await world.until("it is gone", () => isGone(world));
    expect(nukes(world)).toEqual(["polecat nuke alpha/furiosa"]);
  });

  it("after its bead was closed does not end one that never finished a bead: the longer one without work does", async () => {
    const { world } = await atWork({ ttlSecondsAfterFinished: 60, maxIdleSeconds: 900 });
    world.api.edit(KEY, { desiredState: "Idle" });
    world.town.shell("bd", "update", "al-1", "--status", "open", "--assignee", "");
    await world.until("it rests", () => phase(world) === "Idle");
    await world.pass(12 * MINUTE);
    expect(phase(world)).toBe("Idle");
    expect(nukes(world)).toEqual([]);
    await world.until("it is gone", () => isGone(world));
  });

  it("is not begun anew by a person who edits the spec all the time", async () => {
    const { world, closedAt } = await atRest({ ttlSecondsAfterFinished: 300 });
    for (let edits = 1; !isGone(world) && edits < 40; edits += 1) {
      world.api.edit(KEY, { priority: edits % 4, paused: false, sling: { args: `try ${edits}` } });
      await world.pass(20_000);
    }
    expect(isGone(world)).toBe(true);
    expect(world.town.clock.now() - closedAt).toBeLessThan(8 * MINUTE);
  });

  it("goes on while the operator is away, also where its bead is closed meanwhile", async () => {
    const { world, life } = await atWork({ ttlSecondsAfterFinished: 600 });
    await life.close();
    world.town.shell("bd", "close", "al-1");
    world.town.clock.advance(8 * MINUTE);
    const next = await world.start();
    await world.until("it rests", () => phase(world) === "Idle");
    await next.close();
    world.town.clock.advance(MINUTE);
    await world.start();
    await world.pass(30_000);
    expect(phase(world)).toBe("Idle");
    const startedAt = world.town.clock.now();
    await world.until("it is gone", () => isGone(world));
    expect(world.town.clock.now() - startedAt).toBeLessThan(3 * MINUTE);
  });

  it("is that of the newest spec, counted from the same closing", async () => {
    const { world, closedAt } = await atRest({ ttlSecondsAfterFinished: 3_600 });
    await world.pass(10 * MINUTE);
    world.api.edit(KEY, { ttlSecondsAfterFinished: 1_200 });
    await world.until("it is gone", () => isGone(world));
    const lasted = world.town.clock.now() - closedAt;
    expect(lasted).toBeGreaterThan(20 * MINUTE);
    expect(lasted).toBeLessThan(23 * MINUTE);
  });
});

describe("The wait until a polecat counts as stuck", () => {
  it("follows its Witness while it runs", async () => {
    const { world } = await atWork({}, { stuckThresholdMs: 600 * MINUTE });
    killSession(world);
    await world.until("it is suspect", () => state(world) === "working.suspect");
    await world.pass(5 * MINUTE);
    world.witness("eyes", { stuckThreshold: "6m" });
    const writtenAt = world.town.clock.now();
    await world.until("it is stuck", () => String(state(world)).startsWith("working.stuck."));
    expect(world.town.clock.now() - writtenAt).toBeLessThan(3 * MINUTE);
  });

  it("goes on when an end is asked for and taken back", async () => {
    const { world } = await atWork({}, { stuckThresholdMs: 10 * MINUTE });
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    killSession(world);
    const deadAt = world.town.clock.now();
    await world.until("it is suspect", () => state(world) === "working.suspect");
    for (let times = 0; times < 3; times += 1) {
      await world.pass(2 * MINUTE);
      world.api.edit(KEY, { desiredState: "Terminated" });
      await world.until("that is blocked", () => state(world) === "terminating.revocable.blocked");
      world.api.edit(KEY, { desiredState: "Working" });
    }
    await world.until("it is stuck", () => String(state(world)).startsWith("working.stuck."));
    expect(world.town.clock.now() - deadAt).toBeLessThan(13 * MINUTE);
  });
});
