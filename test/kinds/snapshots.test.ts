import { describe, expect, it } from "vitest";
import {
  beadStoreKind,
  convoyKind,
  polecatKind,
  refineryKind,
  rigKind,
  witnessKind,
} from "../../src/kinds/index.ts";
import {
  beadStoreMachine,
  POLECAT_VERSION,
  refineryMachine,
  rigMachine,
  witnessMachine,
} from "../../machines/index.ts";
import { restore, upcastSnapshot, type ActorKind } from "../../src/host/index.ts";
import { POLECAT_UPCASTS } from "../../src/kinds/polecat/upcasts.ts";
import * as convoy from "../machines/convoy-life.ts";
import {
  beadStoreFacts,
  desiredBeadStore,
  queued,
  refineryFacts,
  rigFacts,
  desiredRig,
  witnessFacts,
  desiredWitness,
} from "../machines/given.ts";
import { live, type Life } from "../machines/life.ts";
import { inOldNames } from "./old-names.ts";
import { working } from "../machines/polecat-life.ts";
import { STATES } from "./status/polecat-states.ts";

const rig = (): Life => {
  const life = live(rigMachine, { uid: "r1", name: "alpha", desired: desiredRig() });
  return life.send({ type: "town.observed", at: 5, facts: rigFacts(5) });
};
const witness = (): Life => {
  const life = live(witnessMachine, { uid: "w1", desired: desiredWitness() });
  return life.send({ type: "town.observed", at: 5, facts: witnessFacts(5) });
};
const refinery = (): Life => {
  const life = live(refineryMachine, { uid: "f1", desired: { generation: 1, rig: "alpha" } });
  life.send({ type: "town.observed", at: 5, facts: refineryFacts(5, { queue: [queued("al-m1")] }) });
  return life.send({ type: "town.observed", at: 6, facts: refineryFacts(6) });
};
const beadStore = (): Life => {
  const life = live(beadStoreMachine, { uid: "b1", desired: desiredBeadStore() });
  return life.send({ type: "town.observed", at: 5, facts: beadStoreFacts(5) });
};
const LIVES: readonly (readonly [string, ActorKind, () => Life])[] = [
  ...STATES.map(([state, life]) => [`a Polecat in ${state}`, polecatKind, life] as const),
  ["a Convoy in progress", convoyKind, () => convoy.observe(convoy.inProgress(), 3, convoy.ONE_CLOSED)],
  ["a Convoy that was announced", convoyKind, convoy.notified],
  ["a Convoy that gave up", convoyKind, convoy.givenUp],
  ["a Rig", rigKind, rig],
  ["a Witness", witnessKind, witness],
  ["a Refinery", refineryKind, refinery],
  ["a BeadStore", beadStoreKind, beadStore],
];

describe("The context of a snapshot", () => {
  it.each(LIVES)(
    "of %s comes back through JSON as it was, without its facts (case %#)",
    (_what, kind, life) => {
      const context = life().context();
      const stored: unknown = JSON.parse(JSON.stringify(kind.compactContext(context)));
      expect(kind.parseContext(stored)).toEqual({ ...context, facts: null });
    },
  );

  it.each([polecatKind, convoyKind, rigKind, witnessKind, refineryKind, beadStoreKind])(
    "that is not one of a $kind is refused",
    (kind) => {
      for (const odd of [null, {}, { uid: "u1" }, "text"]) expect(() => kind.parseContext(odd)).toThrow();
    },
  );
});

describe("A snapshot from before its names were those of the glossary", () => {
  it.each(LIVES)("of %s is taken over with all that it remembers (case %#)", (_what, kind, life) => {
    const context = { ...life().context(), facts: null };
    const stored = { machine: kind.kind, version: kind.version - 1, value: "x", sequence: 4, timers: [] };
    const raised = upcastSnapshot(kind, { ...stored, context: inOldNames(context) });
    expect(kind.parseContext(raised?.context)).toEqual(context);
  });

  it("has its journal told in the names of today, too", () => {
    const [step] = POLECAT_UPCASTS.filter(({ from }) => from === 10);
    const before = { wish: { desired: "Idle" }, obstacle: null, lapse: null };
    const now = { desired: { state: "Idle" }, blocker: null, unresponsive: null };
    expect(step?.input?.(before)).toEqual(now);
    expect(step?.event?.({ type: "spec.observed", wish: before.wish })).toEqual({
      type: "spec.observed",
      desired: now.desired,
    });
    const decided = { state: "idle", effects: [] };
    expect(step?.decision?.({ ...decided, changed: before, taken: ["wish"] })).toEqual({
      ...decided,
      changed: now,
      taken: ["desired"],
    });
  });
});

describe("A Polecat's snapshot of version 2", () => {
  const { lostSling: _, ...remembered }: Record<string, unknown> = { ...working().context(), facts: null };
  const old = {
    machine: "polecat",
    version: 2,
    value: { working: "healthy" },
    context: inOldNames(remembered),
    sequence: 4,
    timers: [],
  };

  it("is taken over with all that it remembers, and without a lost sling", () => {
    const raised = upcastSnapshot(polecatKind, old);
    expect(raised?.version).toBe(POLECAT_VERSION);
    expect(polecatKind.parseContext(raised?.context)).toEqual({ ...remembered, lostSling: null });
  });
});

describe("A Polecat's snapshot of version 8", () => {
  const {
    proof: _proof,
    desired,
    ...rest
  }: Record<string, unknown> = { ...working().context(), facts: null };
  const { terminationPolicy: _policy, ...remembered } = { ...(desired as object), terminationPolicy: null };
  const consented = { incarnation: "alpha/nux@b", decidedAt: 30, forced: false, checks: [] };
  const old = {
    machine: "polecat",
    version: 8,
    value: { terminating: "blocked" },
    context: inOldNames({
      ...rest,
      desired: { ...remembered, forceConsent: "alpha/nux@b" },
      proof: consented,
      consentedTo: consented,
    }),
    sequence: 4,
    timers: [],
  };

  it("keeps its proof, which offers no consent yet, and releases what was bound to the wrong one", () => {
    const raised = upcastSnapshot(polecatKind, old);
    expect(polecatKind.parseContext(raised?.context)).toEqual({
      ...rest,
      desired: { ...remembered, forceConsent: "alpha/nux@b", terminationPolicy: "Force" },
      proof: { ...consented, consent: null },
    });
    expect(raised?.context).not.toHaveProperty("consentedTo");
  });
});

describe("A Polecat's snapshot of version 9", () => {
  const BEFORE = "xstate.after.proofBackoff.polecat.terminating.blocked";
  const NOW = "xstate.after.proofBackoff.polecat.terminating.revocable.blocked";
  const old = (inner: string | object, timers: readonly string[] = []) => ({
    machine: "polecat",
    version: 9,
    value: { terminating: inner },
    context: inOldNames({ ...working().context(), facts: null }),
    sequence: 4,
    timers: timers.map((id) => ({ id, dueAt: 90 })),
  });

  it.each([
    ["waiting", { revocable: "waiting" }],
    ["proving", { revocable: "proving" }],
    ["recording", { revocable: "recording" }],
    ["stopping", { committed: "stopping" }],
    ["nuking", { committed: "nuking" }],
    [{ nuked: "missed" }, { committed: { nuked: "missed" } }],
  ])("goes on in the part of an end that it was in: %j", (before, now) => {
    const restored = restore(polecatKind, old(before));
    expect(restored.ok && restored.persisted.value).toEqual({ terminating: now });
  });

  it("waits for the rest of its backoff", () => {
    const restored = restore(polecatKind, old("blocked", [BEFORE]));
    expect(restored).toMatchObject({ ok: true, persisted: { timers: [{ id: NOW, dueAt: 90 }] } });
  });

  it("is what a journal recorded: event, state and timer by their names of today", () => {
    const [step] = POLECAT_UPCASTS.filter(({ from }) => from === 9);
    expect(step?.event?.({ type: BEFORE })).toEqual({ type: NOW });
    const timer = { id: BEFORE, dueAt: 90 };
    const effects = [{ type: "setTimer", timer }, { type: "clearTimer", id: BEFORE }, { type: "act" }];
    expect(
      step?.decision?.({ state: "terminating.nuked.unread", changed: {}, taken: [], effects }),
    ).toMatchObject({
      state: "terminating.committed.nuked.unread",
      effects: [{ timer: { id: NOW, dueAt: 90 } }, { id: NOW }, { type: "act" }],
    });
  });
});

describe("A Convoy's snapshot of version 1", () => {
  const of = (changes: object) => ({
    machine: "convoy",
    version: 1,
    value: { completed: "settled" },
    context: inOldNames({ ...remembered, ...changes }),
    sequence: 4,
    timers: [],
  });
  const {
    notice: _notice,
    announcingTo: _announcingTo,
    unextended: _unextended,
    tracked: _tracked,
    ...remembered
  }: Record<string, unknown> = { ...convoy.notified().context(), facts: null, completedAt: 3 };

  it("is taken over with the mail that it sent, to the address of its spec, about the end that it knew", () => {
    const raised = upcastSnapshot(convoyKind, of({ notifiedAt: 4 }));
    expect(convoyKind.parseContext(raised?.context)).toEqual({
      ...remembered,
      ...{ tracked: null, announcingTo: null, unextended: null },
      notice: { at: 4, address: "mayor/", completedAt: 3 },
    });
  });

  it("without a mail has none", () => {
    const raised = upcastSnapshot(convoyKind, of({ notifiedAt: null }));
    expect(convoyKind.parseContext(raised?.context)).toMatchObject({ notice: null });
  });
});
