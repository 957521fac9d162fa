import { describe, expect, it } from "vitest";
import type { AnyStateMachine } from "xstate";
import {
  beadStoreMachine,
  convoyMachine,
  polecatMachine,
  refineryMachine,
  rigMachine,
  witnessMachine,
} from "../../machines/index.ts";
import { cover, type Story } from "./coverage.ts";
import { arrowsOf, statesOf } from "./definition.ts";
import {
  beadStoreFacts,
  desiredBeadStore,
  convoyFacts,
  desiredConvoy,
  queued,
  refineryFacts,
  rigFacts,
  desiredRig,
  witnessFacts,
  desiredWitness,
} from "./given.ts";
import { POLECAT_STORIES } from "./polecat-stories.ts";
import { answers, FAULTS, observed, refused, RESTORED, UNTRUSTED, specs } from "./story-events.ts";

const convoyInput = { uid: "c1", convoyId: null, startedAt: null, completedAt: null, notice: null };
const isTracked: Story = {
  input: { ...convoyInput, desired: desiredConvoy() },
  reads: ({
    desired,
    facts,
    convoyId,
    completedAt,
    notice,
    refusals,
    blocker,
    refusedGeneration,
    ...more
  }) => [
    [
      desired,
      facts,
      convoyId,
      completedAt === null,
      notice,
      refusals,
      blocker,
      refusedGeneration,
      more.unextended,
    ],
  ],
  events: {
    "host.restored": RESTORED,
    "spec.observed": specs(
      desiredConvoy(),
      desiredConvoy({ generation: 2, notify: null, beads: ["al-2", "al-1"] }),
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
    "spec.observed": specs(desiredConvoy()),
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
  input: { ...convoyInput, desired: desiredConvoy(), convoyId: "hq-cv-1" },
};

const isSeen: Story = {
  input: { uid: "r1", name: "alpha", desired: desiredRig() },
  reads: ({ desired, facts }) => [desired, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": specs(desiredRig(), desiredRig({ generation: 2, localPath: "/elsewhere" })),
    "town.observed": observed(rigFacts(20), rigFacts(20, UNTRUSTED), rigFacts(20, { path: "missing" })),
  },
};

const watches: Story = {
  input: { uid: "w1", desired: desiredWitness() },
  reads: ({ desired, facts }) => [desired, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": specs(desiredWitness(), desiredWitness({ generation: 2, rig: "beta" })),
    "town.observed": observed(witnessFacts(20), witnessFacts(20, UNTRUSTED)),
  },
};

const DESIRED_REFINERY = { generation: 1, rig: "alpha" };

const merges: Story = {
  input: { uid: "f1", desired: DESIRED_REFINERY },
  reads: ({ desired, facts }) => [desired, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": specs(DESIRED_REFINERY, { generation: 2, rig: "beta" }),
    "town.observed": observed(
      refineryFacts(20),
      refineryFacts(20, { queue: [queued("al-m1")] }),
      refineryFacts(20, { queue: null }),
    ),
  },
};

const counts: Story = {
  input: { uid: "b1", desired: desiredBeadStore() },
  reads: ({ desired, facts }) => [desired, facts],
  events: {
    "host.restored": RESTORED,
    "spec.observed": specs(desiredBeadStore(), desiredBeadStore({ generation: 2, prefix: "be-" })),
    "town.observed": observed(beadStoreFacts(20), beadStoreFacts(20, { issues: null })),
  },
};

describe("events, in every order,", () => {
  it.each<[string, AnyStateMachine, readonly Story[]]>([
    ["polecat", polecatMachine, POLECAT_STORIES],
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
