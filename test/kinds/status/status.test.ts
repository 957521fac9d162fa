import { describe, expect, it } from "vitest";
import {
  rigMachine,
  type ConvoyContext,
  type RigContext,
  type RigFacts,
  type DesiredRig,
} from "../../../machines/index.ts";
import {
  type ActorStatus,
  convoyKind,
  convoyStatus,
  rigStatus,
  transitionNote,
} from "../../../src/kinds/index.ts";
import * as convoy from "../../machines/convoy-life.ts";
import { rigFacts, desiredRig } from "../../machines/given.ts";
import { live, type Life } from "../../machines/life.ts";
import { condition, kstatus, type Verdict } from "./kstatus.ts";
import { placed } from "./placed.ts";

const SNAPSHOT = { machine: "m", version: 1, value: "s", context: {}, sequence: 1, timers: [] };

const showConvoy = (life: Life): ActorStatus => convoyStatus(placed<ConvoyContext>(life), SNAPSHOT);
const failedNotice = (): Life => convoy.notifying().done("notify", convoy.refused(4));

const CONVOYS: readonly (readonly [string, () => Life, number, Verdict, string])[] = [
  ["pending.waiting", convoy.begin, 1, "InProgress", "Pending"],
  ["pending.waiting", () => convoy.observe(convoy.begin(), 1, convoy.UNTRUSTED), 1, "InProgress", "Pending"],
  ["pending.finding", () => convoy.observe(convoy.begin(), 1), 1, "InProgress", "Pending"],
  ["pending.creating", convoy.creating, 1, "InProgress", "Pending"],
  [
    "pending.backingOff",
    () => convoy.creating().done("createConvoy", convoy.refused(3)),
    1,
    "InProgress",
    "Pending",
  ],
  ["inProgress", convoy.inProgress, 1, "InProgress", "InProgress"],
  [
    "inProgress",
    () => convoy.specify(convoy.notified(), { generation: 2, beads: ["al-9"] }),
    2,
    "InProgress",
    "InProgress",
  ],
  ["extending.adding", convoy.widened, 2, "InProgress", "InProgress"],
  [
    "extending.backingOff",
    () => convoy.widened().done("extendConvoy", convoy.refused(6)),
    2,
    "InProgress",
    "InProgress",
  ],
  ["completed.notifying", convoy.notifying, 1, "Current", "Completed"],
  ["completed.backingOff", failedNotice, 1, "Current", "Completed"],
  ["completed.settled", convoy.notified, 1, "Current", "Completed"],
  [
    "completed.settled",
    () => convoy.observe(convoy.notified(), 9, { ...convoy.ALL_CLOSED, ...convoy.UNTRUSTED }),
    1,
    "Current",
    "Completed",
  ],
  ["failed", () => convoy.observe(convoy.begin(), 1, convoy.NOTHING_THERE), 1, "Failed", "Failed"],
];

describe("The status of a Convoy", () => {
  it.each(CONVOYS)("in %s is for kstatus what it is (case %#)", (state, life, generation, verdict, phase) => {
    const at = life();
    expect(at.state()).toBe(state);
    expect(kstatus(showConvoy(at), generation)).toBe(verdict);
    expect(showConvoy(at).phase).toBe(phase);
  });

  it("has a case for every state of its machine in which it rests", () => {
    const leaves = Object.values(convoyKind.machine.states).flatMap((state) => {
      const inner = Object.keys(state.states);
      return inner.length === 0 ? [state.key] : inner.map((name) => `${state.key}.${name}`);
    });
    const covered = new Set(CONVOYS.map(([state]) => state));
    expect(leaves.filter((leaf) => !covered.has(leaf))).toEqual(["completed.deciding"]);
  });

  it("keeps its count through an outage instead of counting nothing", () => {
    const life = convoy.observe(convoy.inProgress(), 60_000, convoy.ONE_CLOSED);
    convoy.observe(life, 90_000, { ...convoy.UNTRUSTED, closed: [], pending: [], unread: ["al-1", "al-2"] });
    expect(showConvoy(life)).toMatchObject({
      progress: "1/2",
      completedBeads: ["al-1"],
      pendingBeads: ["al-2"],
      unknownBeads: [],
      unchangedSince: "1970-01-01T00:01:00Z",
    });
    expect(condition(showConvoy(life), "Degraded")).toMatchObject({
      status: "True",
      reason: "TownUnhealthy",
    });
  });

  it("says whether its end was told to anybody, and why not", () => {
    expect(condition(showConvoy(convoy.notified()), "Notified")).toMatchObject({
      status: "True",
      reason: "Sent",
      message: "to mayor/ at 1970-01-01T00:00:00Z",
    });
    expect(condition(showConvoy(failedNotice()), "Notified")).toMatchObject({
      status: "False",
      reason: "NotSent",
      message: "no such recipient",
    });
    expect(condition(showConvoy(convoy.inProgress({ notify: null })), "Notified")).toMatchObject({
      reason: "NotAsked",
    });
  });

  it("does not say that its end was told before it is known again that it has ended", () => {
    const remembered = {
      completedAt: 3_000,
      notice: { at: 4_000, address: "mayor/", completedAt: 3_000 },
    };
    const life = convoy.begin({}, remembered);
    expect(showConvoy(life).phase).toBe("Pending");
    expect(condition(showConvoy(life), "Notified")).toMatchObject({ status: "False", reason: "NotYet" });
  });
});

const rig = (desired: Partial<DesiredRig> = {}): Life =>
  live(rigMachine, { uid: "r1", name: "alpha", desired: desiredRig(desired) });
const see = (life: Life, at: number, facts: Partial<RigFacts> = {}): Life =>
  life.send({ type: "town.observed", at, facts: rigFacts(at, facts) });
const showRig = (life: Life): ActorStatus => rigStatus(placed<RigContext>(life), SNAPSHOT);
const DOWN: Partial<RigFacts> = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
};
const moved = (life: Life): Life =>
  life.send({
    type: "spec.observed",
    at: 9,
    desired: desiredRig({ generation: 2, localPath: "/elsewhere" }),
  });

describe("The status of a Rig", () => {
  it.each([
    [{}, "Manage"],
    [{ paused: true }, "Paused"],
    [{ paused: true, observed: true as const }, "Observe"],
  ])("says whether the operator acts for it: of %j it is %s", (desired, mode) => {
    expect(showRig(see(rig(desired), 5))).toMatchObject({ mode });
  });

  it.each<[string, () => Life, number, Verdict, string, string]>([
    ["pending", rig, 1, "InProgress", "Pending", "AwaitingObservation"],
    ["ready", () => see(rig(), 5), 1, "Current", "Ready", "Observed"],
    ["ready", () => see(rig({ paused: true }), 5), 1, "Current", "Ready", "RigPaused"],
    ["ready", () => see(rig({ observed: true }), 5), 1, "Current", "Ready", "RigObserved"],
    ["ready", () => moved(see(rig(), 5)), 2, "InProgress", "Ready", "AwaitingObservation"],
    ["degraded", () => see(rig(), 5, { path: "missing" }), 1, "Failed", "Degraded", "LocalPathMissing"],
    ["degraded", () => see(rig(), 5, { listing: "unknown" }), 1, "Failed", "Degraded", "RigUnknownToTown"],
    ["degraded", () => see(rig(), 5, DOWN), 1, "InProgress", "Degraded", "TownUnhealthy"],
    [
      "degraded",
      () => moved(see(rig(), 5, { path: "missing" })),
      2,
      "InProgress",
      "Degraded",
      "AwaitingObservation",
    ],
  ])("in %s is for kstatus what it is (case %#)", (state, life, generation, verdict, phase, reason) => {
    const at = life();
    expect(at.state()).toBe(state);
    expect(kstatus(showRig(at), generation)).toBe(verdict);
    expect(showRig(at).phase).toBe(phase);
    expect(condition(showRig(at), "Ready").reason).toBe(reason);
  });

  it("keeps its figures and their age through an outage", () => {
    const life = see(rig(), 60_000, { polecatCount: 3, activeConvoys: 1, queueLength: 2 });
    see(life, 90_000, { ...DOWN, polecatCount: null, activeConvoys: null, queueLength: null });
    expect(showRig(life)).toMatchObject({
      polecatCount: 3,
      activeConvoys: 1,
      queueLength: 2,
      lastSyncTime: "1970-01-01T00:01:00Z",
      unchangedSince: "1970-01-01T00:01:00Z",
    });
    expect(condition(showRig(life), "Synced")).toMatchObject({ status: "False", reason: "TownUnhealthy" });
  });
});

const at = (state: string, ...tags: readonly string[]) => ({
  state,
  hasTag: (tag: string) => tags.includes(tag),
});

describe("The Event of a transition", () => {
  const ready = { type: "Ready", status: "True", reason: "Working", message: "al-1 is in work" };

  it("says from where to where, and why", () => {
    expect(transitionNote("pending.slinging", at("working.healthy"), null, [ready])).toEqual({
      type: "Normal",
      reason: "Working",
      note: "pending.slinging → working.healthy: al-1 is in work",
      action: "healthy",
    });
  });

  it("is a warning where something is wrong", () => {
    const stuck = { type: "Stuck", status: "True", reason: "SessionDead", message: "its session is dead" };
    expect(transitionNote("working.suspect", at("working.stuck"), null, [ready, stuck])).toMatchObject({
      type: "Warning",
      reason: "SessionDead",
    });
  });

  it("has the reason of the kind where that says more", () => {
    expect(transitionNote("working.suspect", at("working.stuck.nudged"), "Nudged", [ready])).toMatchObject({
      type: "Normal",
      reason: "Nudged",
      action: "nudged",
    });
  });

  it("is not made where nothing changed, or in a state that is only passed", () => {
    expect(transitionNote("idle.resting", at("idle.resting"), null, [ready])).toBeNull();
    expect(transitionNote(null, at("unobserved", "quiet"), null, [ready])).toBeNull();
    expect(
      transitionNote("idle.resting", at("terminating.revocable.waiting", "quiet"), null, [ready]),
    ).toBeNull();
  });
});
