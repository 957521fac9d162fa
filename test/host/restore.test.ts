import { describe, expect, it } from "vitest";
import {
  persist,
  persistedSnapshotSchema,
  restore,
  type ActorKind,
  type ActorRef,
  type HostEvent,
  type PersistedSnapshot,
} from "../../src/host/index.ts";
import { closed, convoyFacts, polecatFacts, present, rigFacts } from "../machines/given.ts";
import { NUX, observed, slung, value } from "./actors.ts";
import { convoyInput, convoyKind, polecatInput, polecatKind, refOf, rigInput, rigKind } from "./kinds.ts";
import { mangled } from "./mangle.ts";
import { createWorld, lastCall, type World } from "./world.ts";

/** A snapshot as a status holds it: what the API server gives back is JSON. */
const statusOf = ({ host }: World, ref: ActorRef): PersistedSnapshot => {
  const view = host.get(ref);
  if (view === undefined) throw new Error(`${ref.name} is not there`);
  return persistedSnapshotSchema.parse(JSON.parse(JSON.stringify(persist(view.kind, view.state))));
};

const IDLE = { bead: closed("al-1"), polecat: present("nux", null) };
const WAVE = refOf(convoyKind, "wave");
const ALPHA = refOf(rigKind, "alpha");

async function nuxIn(state: "slinging" | "backingOff" | "limited" | "recording"): Promise<World> {
  const world = createWorld();
  const { host, clock } = world;
  host.start(polecatKind, NUX, { input: polecatInput({ maxIdleSeconds: 60 }) });
  host.send(NUX, observed(1000), "test");
  if (state === "slinging") return world;
  if (state === "backingOff") {
    await lastCall(world, "sling").answer({ at: 1000, outcome: "refused", message: "respawn limit" });
    return world;
  }
  await lastCall(world, "sling").answer(slung(1000));
  host.send(NUX, observed(1001, IDLE), "test");
  if (state === "limited") return world;
  clock.advance(60_000);
  const checks = [{ name: "git-state", at: 61_000, clean: true, detail: "clean" }];
  const proof = { incarnation: "alpha/nux@b", decidedAt: 61_000, forced: false, checks, consent: null };
  await lastCall(world, "proveTermination").answer({ at: 61_000, outcome: "proven", proof });
  return world;
}

async function completedWave(): Promise<World> {
  const world = createWorld();
  const facts = (changes: object): HostEvent => ({
    type: "town.observed",
    ...{ at: 1000, facts: convoyFacts(1000, changes) },
  });
  world.host.start(convoyKind, WAVE, { input: convoyInput() });
  world.host.send(WAVE, facts({}), "test");
  await lastCall(world, "findConvoy").answer({ at: 1000, id: "hq-cv-1", tracked: ["al-1", "al-2"] });
  world.host.send(WAVE, facts({ closed: ["al-1", "al-2"], pending: [] }), "test");
  await lastCall(world, "notify").fail(Object.assign(new Error("no gt"), { reason: "GtMissing" }));
  return world;
}

function degradedAlpha(): World {
  const world = createWorld();
  world.host.start(rigKind, ALPHA, { input: rigInput() });
  const event = { type: "town.observed", at: 1000, facts: rigFacts(1000, { path: "missing" }) };
  world.host.send(ALPHA, event, "test");
  return world;
}

const INPUTS: ReadonlyMap<ActorKind, object> = new Map<ActorKind, object>([
  [polecatKind, polecatInput()],
  [convoyKind, convoyInput()],
  [rigKind, rigInput()],
]);

/** A new life of the operator, `later` ms after the old one. */
function restarted(
  old: World,
  kind: ActorKind,
  ref: ActorRef,
  later = 0,
  persisted: unknown = statusOf(old, ref),
): World {
  const world = createWorld({ start: old.clock.now() + later });
  const input = INPUTS.get(kind);
  world.host.start(kind, ref, { input, persisted });
  return world;
}

describe("an actor restored from its status", () => {
  it("has its state, its memory and its count of events; its facts it does not trust", async () => {
    const old = await nuxIn("limited");
    const world = restarted(old, polecatKind, NUX, 500);
    expect(world.problems).toEqual([]);
    expect(value(world)).toEqual(value(old));
    const { sequence, context } = statusOf(old, NUX);
    expect(statusOf(world, NUX)).toMatchObject({
      sequence: sequence + 1,
      context: { ...context, facts: null, notBefore: 1500 },
    });
  });

  it("is journaled and published as restored, and told so", async () => {
    const world = restarted(await nuxIn("limited"), polecatKind, NUX);
    expect([...world.journal.read()]).toMatchObject([
      { type: "restore", snapshot: { machine: "polecat", value: { idle: "limited" } } },
      { type: "event", event: { type: "host.restored", at: 1000 } },
    ]);
    expect(world.transitions).toMatchObject([
      { before: null, event: { type: "host.restored" } },
      { before: { sequence: 3 }, event: { type: "host.restored" }, after: { sequence: 4 } },
    ]);
  });

  it("waits for the rest of the time that its timers had left", async () => {
    const world = restarted(await nuxIn("limited"), polecatKind, NUX, 40_000);
    expect(world.clock.deadlines()).toEqual([61_000]);
    world.clock.advance(19_999);
    expect(value(world)).toEqual({ idle: "limited" });
    world.clock.advance(1);
    expect(value(world)).toEqual({ idle: "expired" });
  });

  it("waits no longer than it would have from the beginning, where the clock was set back meanwhile", async () => {
    const world = restarted(await nuxIn("limited"), polecatKind, NUX, -3_600_000);
    world.clock.advance(60_000);
    expect(value(world)).toEqual({ idle: "expired" });
  });

  it("takes a timer at once that has run out meanwhile", async () => {
    const world = restarted(await nuxIn("limited"), polecatKind, NUX, 3_600_000);
    expect(value(world)).toEqual({ idle: "limited" });
    world.clock.advance(0);
    expect(value(world)).toEqual({ idle: "expired" });
  });

  it("keeps its deadlines over several restarts", async () => {
    let world = await nuxIn("limited");
    for (let restarts = 0; restarts < 3; restarts += 1) world = restarted(world, polecatKind, NUX, 10_000);
    expect(world.clock.deadlines()).toEqual([61_000]);
  });

  it("leaves a service that was running, and starts it anew from a fresh read", async () => {
    const world = restarted(await nuxIn("slinging"), polecatKind, NUX, 500);
    expect(world.problems).toEqual([]);
    expect(value(world)).toEqual({ pending: "waiting" });
    expect(world.calls).toEqual([]);
    world.host.send(NUX, observed(1600), "test");
    expect(lastCall(world, "sling").operation.input).toMatchObject({ bead: "al-1" });
  });

  it("proves its end anew when a restart came in between", async () => {
    const world = restarted(await nuxIn("recording"), polecatKind, NUX);
    expect(value(world)).toEqual({ terminating: { revocable: "waiting" } });
    world.host.send(NUX, observed(61_000, IDLE), "test");
    expect(world.calls.map(({ operation }) => operation.service)).toEqual(["proveTermination"]);
  });
});

type Change = Readonly<Record<string, unknown>>;

/** What later versions, hands and accidents write into a status, and what the report of it must name. */
const UNUSABLE: [string, Change, RegExp][] = [
  [
    "a version too old to be raised",
    { version: 1 },
    /polecat version (\d+), this operator has polecat version (?!\1\b)\d+/,
  ],
  [
    "a later version",
    { version: polecatKind.version + 1 },
    /polecat version (\d+), this operator has polecat version (?!\1\b)\d+/,
  ],
  ["another machine", { machine: "rig" }, /rig version \d+, this operator has polecat/],
  ["an unknown state", { value: "enlightened" }, /enlightened/],
  ["an unknown inner state", { value: { idle: "dreaming" } }, /dreaming/],
  ["a state without its inner state", { value: "idle", timers: [] }, /state "idle"/],
  ["two states at once", { value: { idle: "limited", working: "healthy" } }, /state /],
  ["a state named like a part of the language", { value: "constructor", timers: [] }, /constructor/],
  ["no state", { value: {}, timers: [] }, /state \{\}/],
  ["a missing timer", { timers: [] }, /idleLimit.* missing/],
  [
    "a timer that its state does not wait for",
    { value: { idle: "resting" } },
    /waits for no more timers than none, not for .*idleLimit/,
  ],
  ["a timer that is no timer", { timers: [{ id: "spec.observed", dueAt: 1 }] }, /idleLimit.* missing/],
  [
    "a timer without a deadline",
    { timers: [{ id: "xstate.after.idleLimit.polecat.idle.limited" }] },
    /dueAt/,
  ],
  ["a negative count of events", { sequence: -1 }, /sequence/],
  ["a context of another shape", { context: { desired: "please" } }, /desired/],
];

describe("a status that cannot be used", () => {
  const expectRebuilt = (world: World): void => {
    expect(world.problems).toHaveLength(1);
    expect(world.problems[0]).toMatchObject({ ref: NUX, error: undefined });
    expect(world.problems[0]?.problem).toMatch(/^dropped status.snapshot and observe anew: ./);
    expect(value(world)).toBe("unobserved");
    world.host.send(NUX, observed(world.clock.now()), "test");
    expect(value(world)).toEqual({ pending: "slinging" });
  };

  it.each(UNUSABLE)(
    "has %s: it is dropped, said so, and the actor begins anew",
    async (_, change, report) => {
      const old = await nuxIn("limited");
      const persisted = { ...statusOf(old, NUX), ...change };
      const world = restarted(old, polecatKind, NUX, 0, persisted);
      expect(world.problems[0]?.problem).toMatch(report);
      expectRebuilt(world);
    },
  );

  const deep = JSON.parse(`${'{"idle":'.repeat(9000)}"x"${"}".repeat(9000)}`) as unknown;
  it.each<[string, unknown]>([
    ["null", null],
    ["a word", "snapshot"],
    ["a list", []],
    ["an empty object", {}],
    ["deeper than anybody can read", { machine: "polecat", version: 1, value: deep }],
  ])("is %s: it is dropped, said so, and the actor begins anew", async (_, persisted) => {
    expectRebuilt(restarted(await nuxIn("limited"), polecatKind, NUX, 0, persisted));
  });
});

const FACTS = new Map<ActorKind, (at: number) => object>([
  [polecatKind, polecatFacts],
  [convoyKind, convoyFacts],
  [rigKind, rigFacts],
]);

describe("a status mangled in any field", () => {
  it.each<[string, ActorKind, ActorRef, () => World | Promise<World>]>([
    ["an idle polecat", polecatKind, NUX, () => nuxIn("limited")],
    ["a refused polecat", polecatKind, NUX, () => nuxIn("backingOff")],
    ["an ending polecat", polecatKind, NUX, () => nuxIn("recording")],
    ["a completed convoy", convoyKind, WAVE, completedWave],
    ["a degraded rig", rigKind, ALPHA, degradedAlpha],
  ])("of %s is either taken for what it says or dropped, and never throws", async (_, kind, ref, given) => {
    const old = await given();
    const facts = FACTS.get(kind)?.(90_000);
    let dropped = 0;
    for (const { where, snapshot } of mangled(statusOf(old, ref))) {
      const world = restarted(old, kind, ref, 0, snapshot);
      const restored = restore(kind, snapshot);
      expect(world.host.get(ref), where).toBeDefined();
      expect(world.problems, where).toHaveLength(restored.ok ? 0 : 1);
      if (restored.ok) expect(persist(kind, restored.state), where).toEqual(snapshot);
      else dropped += 1;
      world.host.send(ref, { type: "town.observed", ...{ at: 90_000, facts } }, "test");
      world.clock.advance(3_600_000);
      expect(world.problems, where).toHaveLength(restored.ok ? 0 : 1);
    }
    expect(dropped).toBeGreaterThan(100);
  });
});
