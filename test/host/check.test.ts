import { assign, setup } from "xstate";
import { z } from "zod";
import { describe, expect, it } from "vitest";
import {
  createMemoryJournal,
  differenceOf,
  differenceText,
  Replayer,
  restore,
  type ActorKind,
  type JournalRecord,
  type Upcast,
} from "../../src/host/index.ts";
import { refOf } from "./kinds.ts";
import { createWorld } from "./world.ts";

interface Types {
  readonly context: { readonly count: number };
  readonly events: { readonly type: string; readonly by: number };
}
const types: Types = { context: { count: 0 }, events: { type: "add", by: 1 } };
const parse = (context: unknown): object => z.object({ count: z.number() }).parse(context);

/** Counts up by what it is told, and rings once it has counted to five. */
function counter(version: number, event: string, most: number, upcasts: readonly Upcast[] = []): ActorKind {
  const nameTransition: (scope: unknown, name: string) => void = () => undefined;
  const actions = { ring: () => undefined, nameTransition };
  const machine = setup({ types, actions }).createMachine({
    context: { count: 0 },
    initial: "counting",
    states: {
      counting: {
        always: {
          guard: ({ context }) => context.count >= most,
          target: "full",
          actions: [{ type: "nameTransition", params: "filled" }, "ring"],
        },
        on: { [event]: { actions: assign({ count: ({ context, event: { by } }) => context.count + by }) } },
      },
      full: {},
    },
  });
  return { kind: "counter", machine, version, parseContext: parse, compactContext: parse, upcasts };
}

const OLD = counter(1, "add", 5);
const REF = refOf(OLD, "one");

/** What the old counter recorded. */
function recorded(): readonly JournalRecord[] {
  const journal = createMemoryJournal();
  const { host } = createWorld({ journal });
  host.start(OLD, REF, { input: {} });
  for (const by of [2, 2, 2]) host.send(REF, { type: "add", ...{ by } }, "test");
  return [...journal.read()];
}

function differences(kind: ActorKind, records: readonly JournalRecord[]): readonly string[] {
  const replayer = new Replayer(new Map([["counter", kind]]));
  return records.flatMap((record) => {
    const difference = differenceOf(kind, replayer.take(record));
    return difference === null ? [] : [differenceText(difference)];
  });
}

describe("The check of a journal", () => {
  it("finds nothing where the machine is the one that wrote it", () => {
    expect(differences(OLD, recorded())).toEqual([]);
  });

  it("names the first record at which another machine decides otherwise, and what it decides", () => {
    expect(differences(counter(1, "add", 4), recorded())[0]).toBe(
      'record 3 of counter/default/one on add: state was recorded as "counting", the replay gives "full"',
    );
  });

  it("names what in the context differs", () => {
    const records = recorded().map((record) =>
      record.type === "event" && record.sequence === 3
        ? { ...record, event: { ...record.event, by: 1 } }
        : record,
    );
    expect(differences(OLD, records)[0]).toBe(
      "record 3 of counter/default/one on add: changed.count was recorded as 4, the replay gives 3",
    );
  });

  it("names an effect that is no longer asked for", () => {
    const records = recorded().map((record) =>
      record.type === "event" && record.decision !== null
        ? { ...record, decision: { ...record.decision, effects: [] } }
        : record,
    );
    expect(differences(OLD, records)).toEqual([
      expect.stringMatching(
        /^record 4 of counter\/default\/one on add: effects was recorded as \[\], .*ring/,
      ),
    ]);
  });

  it("knows a transition by its name, which is in no effect", () => {
    const [last] = recorded().slice(-1);
    expect(last).toMatchObject({ decision: { state: "full", transitions: ["filled"] } });
    expect(last).toHaveProperty("decision.effects", [
      { type: "act", effectId: "counter/default/one@uid-one:3:0", action: "ring" },
    ]);
    const renamed = recorded().map((record) =>
      record.type === "event" && record.decision?.transitions !== undefined
        ? { ...record, decision: { ...record.decision, transitions: ["poured"] } }
        : record,
    );
    expect(differences(OLD, renamed)).toEqual([
      'record 4 of counter/default/one on add: transitions was recorded as ["poured"], the replay gives ["filled"]',
    ]);
  });

  it("asks nothing of the names of a record from before there were any", () => {
    const unnamed = recorded().map((record) => {
      if (record.type !== "event" || record.decision === null) return record;
      const { transitions: _, ...decision } = record.decision;
      return { ...record, decision };
    });
    expect(differences(OLD, unnamed)).toEqual([]);
  });

  it("holds a snapshot to what the records before it led to", () => {
    const [first, ...rest] = recorded();
    const base = { at: 0, machine: "counter", version: 1, cause: "segment", trace: null };
    const snapshot = {
      machine: "counter",
      version: 1,
      value: "full",
      context: { count: 7 },
      sequence: 3,
      timers: [],
    };
    const actor = { ...REF, incarnation: 1 };
    const wrong: JournalRecord = { ...base, actor, type: "snapshot", sequence: 5, snapshot, running: [] };
    if (first === undefined) throw new Error("nothing was recorded");
    expect(differences(OLD, [first, ...rest, wrong])).toEqual([
      "record 5 of counter/default/one on snapshot: snapshot.context.count was recorded as 7, the replay gives 6",
    ]);
  });

  it("does not carry an actor over records that are missing", () => {
    const [first, , third] = recorded();
    if (first === undefined || third === undefined) throw new Error("nothing was recorded");
    expect(() => differences(OLD, [first, third])).toThrow(
      /what its actor was before is not in this journal/,
    );
  });
});

describe("An upcast", () => {
  // Version 2 calls the event `count`, version 3 is full at 4.
  const rename: Upcast = { from: 1, event: (event) => ({ ...event, type: "count" }) };
  const fullAtFour: Upcast = {
    from: 2,
    decision: (decision) => ({
      ...decision,
      state: decision.changed["count"] === 4 ? "full" : decision.state,
    }),
  };

  it("lets a newer machine replay and check what an older one recorded", () => {
    expect(differences(counter(2, "count", 5, [rename]), recorded())).toEqual([]);
  });

  it("is one step of several", () => {
    const [begin, first, second] = recorded();
    if (begin === undefined || first === undefined || second === undefined)
      throw new Error("nothing recorded");
    const found = differences(counter(3, "count", 4, [fullAtFour, rename]), [begin, first, second]);
    expect(found).toEqual([expect.stringContaining("effects was recorded as [], the replay gives")]);
  });

  it("is needed: without one, records of another version are refused", () => {
    expect(() => differences(counter(2, "count", 5), recorded())).toThrow(
      /no counter machine of version 1 here/,
    );
    expect(() => differences(counter(3, "count", 5, [rename]), recorded())).toThrow(/of version 1 here/);
  });

  it("of snapshots keeps what a status remembers over an upgrade", () => {
    const snapshot = {
      machine: "counter",
      version: 1,
      value: "counting",
      context: { total: 3 },
      sequence: 2,
      timers: [],
    };
    const upcast: Upcast = {
      from: 1,
      snapshot: (old) => ({ ...old, context: { count: old.context["total"] } }),
    };
    expect(restore(counter(2, "count", 5), snapshot)).toMatchObject({ ok: false });
    const restored = restore(counter(2, "count", 5, [upcast]), snapshot);
    expect(restored).toMatchObject({ ok: true, state: { sequence: 2, snapshot: { context: { count: 3 } } } });
  });
});
