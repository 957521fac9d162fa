import { describe, expect, it } from "vitest";
import type { AnyStateMachine } from "xstate";
import {
  beadStoreMachine,
  convoyMachine,
  polecatMachine,
  refineryMachine,
  rigMachine,
  witnessMachine,
  type PolecatFacts,
} from "../../machines/index.ts";
import { cover, type Story } from "./coverage.ts";
import { arrowsOf, statesOf } from "./definition.ts";
import {
  beadStoreFacts,
  beadStoreWish,
  closed,
  convoyFacts,
  convoyWish,
  hooked,
  polecatFacts,
  polecatWish,
  present,
  queued,
  refineryFacts,
  rigFacts,
  rigWish,
  witnessFacts,
  witnessWish,
} from "./given.ts";

const UNTRUSTED = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
} as const;

/** Answers and restarts happen at 10; reads began at 20, or at 5, before them. */
const RESTORED = [{ at: 10 }];
const FAULTS = [{ error: { reason: "DoltDown", message: "no server", at: 10 } }];
const answers = (...outputs: readonly object[]): object[] =>
  outputs.map((output) => ({ output: { at: 10, ...output } }));
const observed = (...facts: readonly object[]): object[] => facts.map((facts) => ({ at: 20, facts }));
const wished = (...wishes: readonly object[]): object[] => wishes.map((wish) => ({ at: 20, wish }));

const seen = (bead: PolecatFacts["bead"], polecat: PolecatFacts["polecat"]): PolecatFacts =>
  polecatFacts(20, { bead, polecat });
const gone: PolecatFacts["polecat"] = { seen: "absent", name: "nux", times: 2 };
const proof = { incarnation: "alpha/nux@b", decidedAt: 10, forced: false, checks: [] };
const refused = { outcome: "refused", message: "no" };

const polecatReads: Story["reads"] = (context) => {
  const { wish, facts, polecatName, assignedBead, closedBead, refusals, obstacle } = context;
  const { endedAtGeneration, idleLimitReached } = context;
  return [
    [wish, facts, polecatName, assignedBead, closedBead],
    [refusals, obstacle, endedAtGeneration, idleLimitReached],
  ];
};
const polecatInput = { uid: "u1", polecatName: null, assignedBead: null, stuckThresholdMs: 1000 };
const bySight = polecatWish({ generation: 9, desired: "Idle", bead: null, managed: false, boundTo: "nux" });
const beadMissing = polecatFacts(20, { bead: { reading: "missing", id: "al-1", times: 2 } });

const slings = {
  "xstate.done.actor.sling": answers(
    { outcome: "slung", bead: "al-1", polecat: "nux", branch: null, worktree: null, session: null },
    { outcome: "beadClosed" },
    { outcome: "postponed", reason: "NoCapacity", message: "8 of 8" },
    refused,
  ),
  "xstate.error.actor.sling": FAULTS,
};
const ends = {
  "xstate.done.actor.proveTermination": answers(
    { outcome: "proven", proof },
    { outcome: "gone" },
    { outcome: "replaced" },
    { outcome: "blocked", reason: "UncommittedWork", message: "notes.txt", proof: null },
  ),
  "xstate.error.actor.proveTermination": FAULTS,
  "xstate.done.actor.recordProof": answers({}),
  "xstate.error.actor.recordProof": FAULTS,
  "xstate.done.actor.stopSession": answers({}),
  "xstate.error.actor.stopSession": FAULTS,
  "xstate.done.actor.nuke": answers(
    { outcome: "nuked" },
    { outcome: "blocked", reason: "ProofExpired", message: "too old" },
  ),
  "xstate.error.actor.nuke": FAULTS,
};

/** One story with all events has more situations than a test can walk: each of these has a part of a life. */
const works: Story = {
  input: { ...polecatInput, wish: polecatWish() },
  reads: polecatReads,
  events: {
    ...slings,
    "host.restored": RESTORED,
    "spec.observed": wished(polecatWish(), polecatWish({ generation: 2, bead: "al-2" })),
    "town.observed": observed(
      polecatFacts(20),
      polecatFacts(5),
      polecatFacts(20, UNTRUSTED),
      beadMissing,
      polecatFacts(20, { bead: hooked("al-1", "nux"), holder: "nux" }),
      seen(closed("al-1"), present("nux", null)),
    ),
  },
};
const terminates: Story = {
  input: { ...polecatInput, wish: polecatWish({ maxIdleSeconds: 60 }) },
  reads: polecatReads,
  events: {
    ...ends,
    "host.restored": RESTORED,
    "spec.observed": wished(
      polecatWish({ maxIdleSeconds: 60 }),
      polecatWish({ generation: 3, desired: "Terminated" }),
    ),
    "town.observed": observed(
      polecatFacts(20, UNTRUSTED),
      beadMissing,
      polecatFacts(20, { bead: hooked("al-1", "nux"), holder: "nux" }),
      seen(closed("al-1"), present("nux", null)),
      seen(closed("al-1"), gone),
    ),
  },
};
const isWatched: Story = {
  input: { ...polecatInput, wish: bySight },
  reads: polecatReads,
  events: {
    "host.restored": RESTORED,
    "spec.observed": wished(bySight),
    "town.observed": observed(
      { ...polecatFacts(20), bead: null, polecat: present("nux", "al-1") },
      { ...polecatFacts(20), bead: null, polecat: present("nux", null) },
      { ...polecatFacts(20), bead: null, polecat: gone },
    ),
  },
};

const told = (service: string): Story["events"] => ({
  [`xstate.done.actor.${service}`]: answers(
    { outcome: "told", jitter: 0.5 },
    { outcome: "unreached", jitter: 0.5, message: "nobody there" },
  ),
  [`xstate.error.actor.${service}`]: FAULTS,
});
const atWork = { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") };
const isStuck: Story = {
  input: { ...polecatInput, polecatName: "nux", wish: polecatWish() },
  reads: (context) => {
    const { facts, polecatName, assignedBead, closedBead, lapse, pane } = context;
    return [facts, polecatName, assignedBead, closedBead, lapse, pane];
  },
  events: {
    ...told("nudge"),
    ...told("mail"),
    ...told("escalate"),
    "host.restored": RESTORED,
    "spec.observed": [],
    "town.observed": observed(
      polecatFacts(20, atWork),
      polecatFacts(20, { ...atWork, ...UNTRUSTED }),
      polecatFacts(20, { ...atWork, polecat: present("nux", "al-1", false) }),
      polecatFacts(20, { bead: hooked("al-1", "slit"), holder: "slit" }),
    ),
  },
};

/** Its witness asks for another wait, and people for its end and for its work again. */
const isStuckByOtherWaits: Story = {
  input: { ...polecatInput, polecatName: "nux", wish: polecatWish() },
  reads: (context) => {
    const { wish, facts, polecatName, assignedBead, closedBead, lapse, awaitedThresholdMs } = context;
    return [wish, facts, polecatName, assignedBead, closedBead, lapse, awaitedThresholdMs];
  },
  events: {
    "spec.observed": wished(polecatWish(), polecatWish({ generation: 2, desired: "Terminated" })),
    "xstate.done.actor.proveTermination": answers({
      outcome: "blocked",
      reason: "UncommittedWork",
      message: "notes.txt",
      proof: null,
    }),
    "xstate.error.actor.proveTermination": FAULTS,
    ...told("nudge"),
    ...told("mail"),
    ...told("escalate"),
    "town.observed": observed(
      polecatFacts(20, atWork),
      polecatFacts(20, { ...atWork, ...UNTRUSTED }),
      ...[1_000, 900_000].map((stuckThresholdMs) =>
        polecatFacts(20, {
          ...atWork,
          polecat: present("nux", "al-1", false),
          witness: { stuckThresholdMs, escalateTo: "mayor/" },
        }),
      ),
    ),
  },
};

const convoyInput = { uid: "c1", convoyId: null, startedAt: null, completedAt: null, notice: null };
const isTracked: Story = {
  input: { ...convoyInput, wish: convoyWish() },
  reads: ({ wish, facts, convoyId, completedAt, notice, refusals, obstacle, refusedGeneration, ...more }) => [
    [
      wish,
      facts,
      convoyId,
      completedAt === null,
      notice,
      refusals,
      obstacle,
      refusedGeneration,
      more.unextended,
    ],
  ],
  events: {
    "host.restored": RESTORED,
    "spec.observed": wished(
      convoyWish(),
      convoyWish({ generation: 2, notify: null, beads: ["al-2", "al-1"] }),
    ),
    "town.observed": observed(
      convoyFacts(20),
      convoyFacts(5),
      convoyFacts(20, UNTRUSTED),
      convoyFacts(20, { closed: ["al-1", "al-2"], pending: [] }),
      convoyFacts(20, { closed: ["al-1", "al-2"], pending: [], closedAt: 25 }),
      convoyFacts(20, { pending: [], missing: ["al-1", "al-2"] }),
    ),
    "xstate.done.actor.findConvoy": answers({ id: "hq-cv-1", tracked: ["al-1"] }, { id: null, tracked: [] }),
    "xstate.error.actor.findConvoy": FAULTS,
    "xstate.done.actor.createConvoy": answers(
      { outcome: "created", id: "hq-cv-1", tracked: ["al-1", "al-2"] },
      refused,
    ),
    "xstate.error.actor.createConvoy": FAULTS,
    "xstate.done.actor.extendConvoy": answers({ outcome: "extended", tracked: ["al-1", "al-2"] }, refused),
    "xstate.error.actor.extendConvoy": FAULTS,
    "xstate.done.actor.notify": answers({ outcome: "sent" }, refused),
    "xstate.error.actor.notify": FAULTS,
  },
};

/** Beads end otherwise than by being closed. */
const isOver: Story = {
  ...isTracked,
  events: {
    ...isTracked.events,
    "spec.observed": wished(convoyWish()),
    "town.observed": observed(
      convoyFacts(20),
      convoyFacts(20, { closed: ["al-1"], pending: [], ended: ["al-2"] }),
      convoyFacts(20, { closed: ["al-1", "al-2"], pending: [] }),
    ),
    "xstate.done.actor.findConvoy": answers({ id: "hq-cv-1", tracked: ["al-1", "al-2"] }),
  },
};

const isRemembered: Story = {
  ...isTracked,
  input: { ...convoyInput, wish: convoyWish(), convoyId: "hq-cv-1" },
};

const isSeen: Story = {
  input: { uid: "r1", name: "alpha", wish: rigWish() },
  reads: ({ wish, facts }) => [wish, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": wished(rigWish(), rigWish({ generation: 2, localPath: "/elsewhere" })),
    "town.observed": observed(rigFacts(20), rigFacts(20, UNTRUSTED), rigFacts(20, { path: "missing" })),
  },
};

const watches: Story = {
  input: { uid: "w1", wish: witnessWish() },
  reads: ({ wish, facts }) => [wish, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": wished(witnessWish(), witnessWish({ generation: 2, rig: "beta" })),
    "town.observed": observed(witnessFacts(20), witnessFacts(20, UNTRUSTED)),
  },
};

const REFINERY_WISH = { generation: 1, rig: "alpha" };

const merges: Story = {
  input: { uid: "f1", wish: REFINERY_WISH },
  reads: ({ wish, facts }) => [wish, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": wished(REFINERY_WISH, { generation: 2, rig: "beta" }),
    "town.observed": observed(
      refineryFacts(20),
      refineryFacts(20, { queue: [queued("al-m1")] }),
      refineryFacts(20, { queue: null }),
    ),
  },
};

const counts: Story = {
  input: { uid: "b1", wish: beadStoreWish() },
  reads: ({ wish, facts }) => [wish, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": wished(beadStoreWish(), beadStoreWish({ generation: 2, prefix: "be-" })),
    "town.observed": observed(beadStoreFacts(20), beadStoreFacts(20, { issues: null })),
  },
};

describe("events, in every order,", () => {
  it.each<[string, AnyStateMachine, readonly Story[]]>([
    ["polecat", polecatMachine, [works, terminates, isWatched, isStuck, isStuckByOtherWaits]],
    ["convoy", convoyMachine, [isTracked, isOver, isRemembered]],
    ["rig", rigMachine, [isSeen]],
    ["witness", witnessMachine, [watches]],
    ["refinery", refineryMachine, [merges]],
    ["beadstore", beadStoreMachine, [counts]],
  ])("enter every state of the %s machine and take each of its transitions", (_, machine, stories) => {
    const states = statesOf(machine);
    const all = [...states.map(({ id }) => id), ...arrowsOf(states).map(({ name }) => name)];
    const reached = new Set(stories.flatMap((story) => [...cover(machine, story)]));
    expect(all.filter((name) => !reached.has(name))).toEqual([]);
    expect([...reached].filter((name) => !all.includes(name))).toEqual([]);
  });
});
