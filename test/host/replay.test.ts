import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { POLECAT_VERSION, convoyMachine, polecatMachine, rigMachine } from "../../machines/index.ts";
import {
  actorName,
  createMemoryJournal,
  differenceOf,
  differenceText,
  openFileJournal,
  recordsOf,
  replay,
  Replayer,
  ReplayError,
  type Effect,
  type ExecutionState,
  type JournalRecord,
} from "../../src/host/index.ts";
import { statePath } from "../../src/host/state-path.ts";
import { statesOf } from "../machines/definition.ts";
import { NUX, observed, withNux } from "./actors.ts";
import { createFakeClock } from "./fake-clock.ts";
import { LIMITS } from "./journal-limits.ts";
import { fragileKind, KINDS, polecatInput, polecatKind, refOf } from "./kinds.ts";
import { CAST, liveAtRandom, type Fate, type RandomLife } from "./random-life.ts";
import { createWorld } from "./world.ts";

const EVENTS = 600;
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

const fate = (seed: number): Fate => ({ seed, events: EVENTS, isRough: true });

/** States that an actor only ever passes through, within one event. */
const PASSED_THROUGH = ["polecat.working.stuck.entered", "polecat.settling", "convoy.completed.deciding"];

/** What is compared: all that decides what an actor does next. */
const visible = ({ snapshot, sequence, timers, running }: ExecutionState): object => ({
  value: snapshot.value as unknown,
  context: snapshot.context as unknown,
  sequence,
  timers: [...timers.values()],
  running: [...running.values()],
});

interface Seen {
  readonly actor: string;
  readonly state: object;
  readonly effects: readonly Effect[];
}

const live = ({ worlds }: RandomLife): readonly Seen[] =>
  worlds.flatMap(({ transitions }) =>
    transitions.map(({ ref, after, effects }) => ({ actor: actorName(ref), state: visible(after), effects })),
  );
const replayed = (records: Iterable<JournalRecord>): readonly Seen[] =>
  [...replay(KINDS, records)].flatMap(({ record, step }) =>
    step === null
      ? []
      : [{ actor: actorName(record.actor), state: visible(step.state), effects: step.effects }],
  );

/** Snapshots at the starts of segments change nothing: a replay without them gives the same. */
const renumbered = (records: readonly JournalRecord[]): readonly JournalRecord[] =>
  records.map((record, index) => ({ ...record, sequence: index + 1 }));

const differences = (records: Iterable<JournalRecord>): readonly string[] =>
  [...replay(KINDS, records)].flatMap((given) => {
    const kind = KINDS.get(given.record.machine);
    const difference = kind === undefined ? null : differenceOf(kind, given);
    return difference === null ? [] : [differenceText(difference)];
  });

describe("the replay of a journal", () => {
  it.each(SEEDS)("gives the states and effects that life %i had", async (seed) => {
    const journal = createMemoryJournal();
    const life = await liveAtRandom(fate(seed), journal);
    expect(replayed(journal.read())).toEqual(live(life));
    expect(differences(journal.read())).toEqual([]);
    const problems = life.worlds.flatMap(({ problems }) => problems.map(({ problem }) => problem));
    expect(problems).toHaveLength(life.garbled);
    for (const problem of problems) expect(problem).toMatch(/was passed over/);
  });

  it.each(SEEDS)("gives them through a file, too: life %i", async (seed) => {
    const folder = mkdtempSync(path.join(tmpdir(), "replay-"));
    try {
      const limits = { ...LIMITS, segmentBytes: 20_000 };
      const clock = createFakeClock(0);
      const onWarning = (warning: string): never => expect.fail(warning);
      const journal = openFileJournal({ ...limits, folder, clock, onWarning });
      const life = await liveAtRandom(fate(seed), journal);
      journal.close();
      expect(readdirSync(folder).length).toBeGreaterThan(5);
      const events = [...recordsOf(folder)].filter(({ type }) => type !== "snapshot");
      expect(replayed(renumbered(events))).toEqual(live(life));
      expect(differences(recordsOf(folder))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("ends with what each actor is", async () => {
    const journal = createMemoryJournal();
    const { worlds } = await liveAtRandom(fate(99), journal);
    const ends = new Map(replayed(journal.read()).map(({ actor, state }) => [actor, state]));
    for (const { ref, state } of worlds.at(-1)?.host.actors() ?? []) {
      expect(ends.get(actorName(ref))).toEqual(visible(state));
    }
    expect(ends.size).toBe(CAST.length);
  });

  it("is put to the test in every state in which an actor can rest", async () => {
    const lives = await Promise.all(SEEDS.map((seed) => liveAtRandom(fate(seed))));
    const values = lives.flatMap(({ worlds }) =>
      worlds.flatMap(({ transitions }) =>
        transitions.map(({ kind, after }) => `${kind.kind}.${statePath(after.snapshot.value)}`),
      ),
    );
    const all = [polecatMachine, convoyMachine, rigMachine].flatMap((machine) =>
      statesOf(machine).flatMap(({ id, definition }) => (definition.states === undefined ? [id] : [])),
    );
    const rests = all.filter((id) => !PASSED_THROUGH.includes(id));
    expect([...new Set(values)].sort()).toEqual(rests.sort());
  });

  it("passes over what the live machine failed on", () => {
    const world = createWorld();
    const ref = refOf(fragileKind, "thin");
    world.host.start(fragileKind, ref, { input: undefined });
    for (const type of ["greet", "explode", "greet"]) world.host.send(ref, { type }, "test");
    const steps = [...replay(new Map([["fragile", fragileKind]]), world.journal.read())];
    expect(steps.map(({ step }) => step?.state.snapshot.context as unknown)).toEqual([
      { count: 0 },
      { count: 1 },
      undefined,
      { count: 2 },
    ]);
  });

  it("knows of one actor what the whole journal knows, from its records alone where it is told that they are picked", () => {
    const world = withNux();
    const other = refOf(polecatKind, "slit");
    world.host.start(polecatKind, other, { input: polecatInput() });
    for (const at of [10, 20]) for (const ref of [NUX, other]) world.host.send(ref, observed(at), "test");
    const records = [...world.journal.read()];
    const picked = records.filter(({ actor }) => actor.name === "slit");
    const replayer = new Replayer(KINDS, "picked");
    const states = picked.flatMap((record) => replayer.take(record).step?.state ?? []);
    expect(states.map(visible)).toEqual(
      replayed(records).flatMap(({ actor, state }) => (actor.endsWith("slit") ? [state] : [])),
    );
    expect(() => replayed(picked)).toThrow(/is not in this journal/);
  });

  it("tells actors of the same name apart by their uid", () => {
    const world = withNux();
    world.host.stop(NUX);
    const other = refOf(polecatKind, "nux", "another");
    world.host.start(polecatKind, other, { input: {} });
    const records = [...world.journal.read()];
    const event = {
      type: "event",
      event: observed(1000),
      at: 1000,
      machine: "polecat",
      version: polecatKind.version,
    } as const;
    const actor = { ...NUX, incarnation: 1 };
    const late = {
      ...event,
      actor,
      cause: "test",
      trace: null,
      sequence: records.length + 1,
      decision: null,
    };
    expect(() => replayed([...records, late])).toThrow(
      /record 4 of polecat\/default\/nux: what its actor was before is not in this journal/,
    );
  });

  it.each<[string, Partial<JournalRecord>, RegExp]>([
    ["of a machine that is not here", { machine: "mayor" }, /no mayor machine of version \d+ here/],
    ["of another version", { version: POLECAT_VERSION + 1 }, /no polecat machine of version \d+ here/],
  ])("stops at a record %s", (_, change, complaint) => {
    const world = withNux();
    const [begun] = world.journal.read();
    if (begun?.type !== "begin") throw new Error("the journal does not begin with a begin");
    const foreign = { ...begun, ...change, type: "begin" } as const;
    expect(() => replayed([begun, foreign])).toThrow(ReplayError);
    expect(() => replayed([begun, foreign])).toThrow(complaint);
  });

  it("stops at a snapshot that cannot be restored", () => {
    const snapshot = {
      machine: "polecat",
      version: polecatKind.version,
      value: "lost",
      context: {},
      sequence: 0,
      timers: [],
    };
    const actor = { ...NUX, incarnation: 1 };
    const base = {
      at: 0,
      actor,
      machine: "polecat",
      version: polecatKind.version,
      cause: "start",
      trace: null,
      sequence: 1,
    };
    expect(() => replayed([{ ...base, type: "restore", snapshot, decision: null }])).toThrow(ReplayError);
    expect(() => replayed([{ ...base, type: "snapshot", snapshot, running: [] }])).toThrow(ReplayError);
  });
});
