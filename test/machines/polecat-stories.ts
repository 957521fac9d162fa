/** Parts of a polecat's life: one story with all events has more situations than a test can walk. */
import type { PolecatFacts, Warnings } from "../../machines/index.ts";
import type { Story } from "./coverage.ts";
import { closed, hooked, polecatFacts, desiredPolecat, present } from "./given.ts";
import { answers, FAULTS, observed, refused, RESTORED, UNTRUSTED, specs } from "./story-events.ts";

const seen = (bead: PolecatFacts["bead"], polecat: PolecatFacts["polecat"]): PolecatFacts =>
  polecatFacts(20, { bead, polecat });
const gone: PolecatFacts["polecat"] = { seen: "absent", name: "nux", times: 2 };
const proof = { incarnation: "alpha/nux@b", decidedAt: 10, forced: false, checks: [], consent: null };

const polecatReads: Story["reads"] = (context) => {
  const { desired, facts, polecatName, assignedBead, closedBead, refusals, blocker } = context;
  const { endedAtGeneration, idleLimitReached } = context;
  return [
    [desired, facts, polecatName, assignedBead, closedBead],
    [refusals, blocker, endedAtGeneration, idleLimitReached],
  ];
};
const polecatInput = { uid: "u1", polecatName: null, assignedBead: null, stuckThresholdMs: 1000 };
const bySight = desiredPolecat({ generation: 9, state: "Idle", bead: null, managed: false, boundTo: "nux" });
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
  input: { ...polecatInput, desired: desiredPolecat() },
  reads: polecatReads,
  events: {
    ...slings,
    "host.restored": RESTORED,
    "spec.observed": specs(desiredPolecat(), desiredPolecat({ generation: 2, bead: "al-2" })),
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
  input: { ...polecatInput, desired: desiredPolecat({ maxIdleSeconds: 60 }) },
  reads: polecatReads,
  events: {
    ...ends,
    "host.restored": RESTORED,
    "spec.observed": specs(
      desiredPolecat({ maxIdleSeconds: 60 }),
      desiredPolecat({ generation: 3, state: "Terminated" }),
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
  input: { ...polecatInput, desired: bySight },
  reads: polecatReads,
  events: {
    "host.restored": RESTORED,
    "spec.observed": specs(bySight),
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
  input: { ...polecatInput, polecatName: "nux", desired: desiredPolecat() },
  reads: (context) => {
    const { facts, polecatName, assignedBead, closedBead, unresponsive, pane } = context;
    return [facts, polecatName, assignedBead, closedBead, unresponsive, pane];
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
  input: { ...polecatInput, polecatName: "nux", desired: desiredPolecat() },
  reads: (context) => {
    const { desired, facts, polecatName, assignedBead, closedBead, unresponsive, awaitedThresholdMs } =
      context;
    const { tries } = context["warnings"] as Warnings;
    return [
      desired,
      facts,
      polecatName,
      assignedBead,
      closedBead,
      unresponsive,
      awaitedThresholdMs,
      tries > 0,
    ];
  },
  events: {
    "spec.observed": specs(desiredPolecat(), desiredPolecat({ generation: 2, state: "Terminated" })),
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

/** It reads Terminated, and gt lists it still. */
const isListedStill: Story = {
  input: { ...polecatInput, polecatName: "nux", desired: desiredPolecat({ state: "Terminated" }) },
  reads: polecatReads,
  events: {
    ...ends,
    "host.restored": RESTORED,
    "spec.observed": [],
    "town.observed": observed(
      polecatFacts(20, { polecat: gone }),
      polecatFacts(20, { survivor: { name: "nux", branch: "b" } }),
    ),
  },
};

/** Somebody gives the polecat that rests here a bead, and takes it off again before it was seen at work. */
const RESTING = { state: "Idle", bead: null, boundTo: "nux" } as const;
const IDLE = { seen: "present", name: "nux", state: "idle", issue: null, sessionRunning: true } as const;
const isGivenInVain: Story = {
  input: { ...polecatInput, polecatName: "nux", desired: desiredPolecat(RESTING) },
  reads: polecatReads,
  events: {
    "xstate.done.actor.sling": answers({ outcome: "postponed", reason: "NoCapacity", message: "8 of 8" }),
    "xstate.error.actor.sling": [],
    "host.restored": RESTORED,
    "spec.observed": specs(
      desiredPolecat({ ...RESTING, generation: 2 }),
      desiredPolecat({ ...RESTING, generation: 3, state: "Working", bead: "al-2" }),
    ),
    "town.observed": observed(
      ...[true, false].map((granted) =>
        polecatFacts(20, {
          bead: null,
          polecat: IDLE,
          admission: granted ? { granted } : { granted, reason: "NoCapacity", message: "8 of 8" },
        }),
      ),
      polecatFacts(20, {
        bead: { reading: "known", id: "al-2", status: "blocked", assignee: null },
        polecat: present("nux", "al-9"),
        admission: { granted: false, reason: "BeadBlocked", message: "al-2 is blocked" },
      }),
      polecatFacts(20, {
        bead: { reading: "known", id: "al-9", status: "open", assignee: null },
        polecat: IDLE,
        admission: { granted: false, reason: "NoCapacity", message: "8 of 8" },
      }),
      polecatFacts(20, { bead: hooked("al-9", "nux"), polecat: gone }),
    ),
  },
};

const ANOTHERS = { ...IDLE, isAnothers: true } as const;
const isTakenOver: Story = {
  input: {
    ...polecatInput,
    polecatName: "nux",
    desired: desiredPolecat({ state: "Idle", bead: null, managed: false }),
  },
  reads: (context) => [polecatReads(context), context["awaitsTakeover"]],
  events: {
    "host.restored": RESTORED,
    "spec.observed": [2, 3].map((generation) => ({
      at: 20,
      desired: desiredPolecat({ generation, state: "Idle", bead: null, managed: generation === 2 }),
    })),
    "town.observed": observed(
      ...[IDLE, ANOTHERS, gone, null].map((polecat) => polecatFacts(20, { bead: null, polecat })),
      polecatFacts(20, { bead: hooked("al-7", "nux"), polecat: present("nux", "al-7") }),
    ),
  },
};

/** What was seen on the hook of the polecat that rests here turns out to be the work of another resource. */
const restsWithAnothers: Story = {
  input: { ...polecatInput, polecatName: "nux", desired: desiredPolecat(RESTING) },
  reads: polecatReads,
  events: {
    "host.restored": RESTORED,
    "spec.observed": [],
    "town.observed": observed(
      polecatFacts(20, { bead: null, polecat: IDLE }),
      polecatFacts(20, { bead: null, polecat: present("nux", "al-9") }),
      polecatFacts(20, { bead: hooked("al-9", "nux"), polecat: ANOTHERS }),
    ),
  },
};

const slingsUnheard: Story = {
  input: { ...polecatInput, desired: desiredPolecat() },
  reads: (context) => [polecatReads(context), context["lostSling"]],
  events: {
    "xstate.done.actor.sling": [],
    "xstate.error.actor.sling": FAULTS,
    "host.restored": RESTORED,
    "spec.observed": [],
    "town.observed": observed(polecatFacts(20), polecatFacts(20, { bead: closed("al-1"), finisher: "nux" })),
  },
};

export const POLECAT_STORIES: readonly Story[] = [
  works,
  terminates,
  isWatched,
  isStuck,
  isStuckByOtherWaits,
  isListedStill,
  isGivenInVain,
  isTakenOver,
  restsWithAnothers,
  slingsUnheard,
];
