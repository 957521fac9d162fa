import { describe, expect, it } from "vitest";
import { convoyKind, polecatKind, rigKind } from "../../src/kinds/index.ts";
import { actorName, createMemoryJournal, replay, statePath } from "../../src/host/index.ts";
import { ALPHA } from "simulated-town";
import { createWorld, type World } from "./world.ts";

const KEYS = ["rigs/alpha", "polecats/one", "convoys/wave"];

async function settled(): Promise<{ world: World; life: Awaited<ReturnType<World["start"]>> }> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.polecat("one");
  world.convoy("wave");
  const life = await world.start();
  await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
  await world.until("the convoy is there", () => world.status("convoys/wave")["state"] === "inProgress");
  await world.pass(61_000);
  return { world, life };
}

describe("An operator", () => {
  it("is not ready before it has listed the resources and read the town", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: [] });
    const held = Promise.withResolvers<undefined>();
    world.api.intercept = async (method, path) => {
      if (method === "GET" && path.endsWith("/convoys")) await held.promise;
    };
    const starting = world.start();
    await world.pass(1_000);
    expect(world.town.calls).toEqual([]);
    held.resolve(undefined);
    const { operator } = await starting;
    expect(operator.ready()).toMatchObject({
      ok: false,
      checks: [
        { name: "resources", ok: true },
        { name: "views", ok: true },
        { name: "town", ok: false },
        { name: "gt version", ok: true },
        { name: "journal", ok: true },
        { name: "writes", ok: true },
      ],
    });
    await world.until("it is ready", () => operator.ready().ok);
  });

  it("that is closed while it starts leaves nothing that goes on", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: [] });
    const held = Promise.withResolvers<undefined>();
    world.api.intercept = async (method, path) => {
      if (method === "GET" && path.endsWith("/witnesses")) await held.promise;
    };
    const life = world.prepare({}, createMemoryJournal());
    const starting = life.operator.start();
    await world.pass(1_000);
    const closing = life.close();
    held.resolve(undefined);
    await Promise.all([starting, closing]);
    expect(life.watchesTown()).toBe(false);
    await world.pass(61_000);
    expect(world.town.calls).toEqual([]);
  });

  it("writes no status, and nothing to gt, while nothing changes", async () => {
    const { world } = await settled();
    const [statuses, calls] = [world.api.writes.length, world.town.writes().length];
    await world.pass(600_000);
    expect(world.api.writes).toHaveLength(statuses);
    expect(world.town.writes()).toHaveLength(calls);
  });

  it("that is started anew changes no status by that alone, and writes nothing to gt", async () => {
    const { world, life } = await settled();
    const before = KEYS.map((key) => world.status(key));
    const [statuses, calls] = [world.api.writes.length, world.town.writes().length];
    await life.close();
    const { operator } = await world.start();
    expect(KEYS.map((key) => world.status(key))).toEqual(before);
    await world.until("the town was read", () => operator.ready().ok);
    await world.pass(120_000);
    expect(world.town.writes()).toHaveLength(calls);
    expect(world.api.writes.slice(statuses)).toEqual([]);
    world.town.shell("bd", "close", "al-1");
    await world.until("it goes on", () => world.status("polecats/one")["phase"] === "Idle");
  });

  it("does not see its own clock in the number of its calls: one batch a poll", async () => {
    const { world } = await settled();
    const before = world.town.calls.length;
    await world.pass(300_000);
    const lists = world.town.calls.slice(before).filter((call) => call.startsWith("polecat list"));
    expect(lists).toHaveLength(10);
  });

  it("answers a new spec within two seconds, without waiting for the poll", async () => {
    const { world } = await settled();
    const askedAt = world.town.clock.now();
    world.polecat("two", { beadID: "al-2" });
    await world.until("it works", () => world.status("polecats/two")["phase"] === "Working");
    expect(world.town.clock.now() - askedAt).toBeLessThan(2_000);
  });

  it("puts a status back that somebody else has changed", async () => {
    const { world } = await settled();
    const object = world.api.object("default/polecats/one");
    const spoilt = { ...object, status: { ...object.status, phase: "Terminated" } };
    world.api.overwrite("default/polecats/one", spoilt);
    await world.until("it is right again", () => world.status("polecats/one")["phase"] === "Working");
  });

  it("writes a journal that replays to the states that its actors have", async () => {
    const { world, life } = await settled();
    const kinds = new Map([rigKind, polecatKind, convoyKind].map((kind) => [kind.kind, kind]));
    const states = new Map<string, string>();
    for (const { record, step } of replay(kinds, life.journal.read())) {
      if (step !== null) states.set(actorName(record.actor), statePath(step.state.snapshot.value));
    }
    expect(Object.fromEntries(states)).toEqual({
      "rig/alpha": "ready",
      "polecat/default/one": world.status("polecats/one")["state"],
      "convoy/default/wave": world.status("convoys/wave")["state"],
    });
  });
});

describe("What an operator says of itself", () => {
  it("is one log line for each change of state, with actor, event, from, to and cause", async () => {
    const { life } = await settled();
    const lines = life.logs.filter(({ actor }) => actor === "polecat/default/one");
    expect(
      lines.map(({ event, from, to, cause }) => ({
        event,
        from,
        to,
        cause: String(cause).replace(/[:@].*/, ""),
      })),
    ).toEqual([
      { event: "host.started", from: null, to: "unobserved", cause: "start" },
      { event: "town.observed", from: "unobserved", to: "pending.slinging", cause: "sync" },
      {
        event: "xstate.done.actor.sling",
        from: "pending.slinging",
        to: "working.healthy",
        cause: "polecat/default/one",
      },
    ]);
  });

  it("is an Event for each change that people can see", async () => {
    const { world } = await settled();
    await world.until("it is reported", () =>
      world.api.events.some(({ note }) => note.includes("pending.slinging → working.healthy")),
    );
    expect(
      world.api.events.filter(({ regarding }) => regarding.name === "one").map(({ reason }) => reason),
    ).toEqual(["Slinging", "Working"]);
  });

  it("is in the metrics, and goes out of them with the resource and the phase", async () => {
    const { world, life } = await settled();
    const metrics = (): Promise<string> => life.metrics.registry.metrics();
    const before = await metrics();
    expect(before).toContain('gastown_rig_phase{rig="alpha",phase="Ready"} 1');
    expect(before).toContain('gastown_polecat_phase{rig="alpha",name="one",phase="Working"} 1');
    expect(before).not.toContain('phase="Pending"');
    expect(before).toMatch(/gastown_convoy_phase\{rig="",name="wave",phase="InProgress"\} 1/);
    expect(before).toMatch(/gastown_reconcile_total\{controller="polecat"\} \d/);
    expect(before).toMatch(/gastown_reconcile_duration_seconds_count\{controller="convoy"\} \d/);
    expect(before).toMatch(/gastown_gt_cli_calls_total\{command="polecat list",result="success"\} \d/);
    expect(before).toMatch(/gastown_gt_cli_duration_seconds_count\{command="sling"\} 1/);
    expect(before).toContain('gastown_refinery_queue_length{rig="alpha"} 0');
    world.api.remove("default/polecats/one");
    Object.assign(world.town.state, { rigs: [] });
    await world.pass(61_000);
    const after = await metrics();
    expect(after).not.toContain("gastown_polecat_phase{");
    expect(after).not.toContain("gastown_refinery_queue_length{");
  });
});
