/** A Polecat's life at each state of its machine, with what is to be said of it there. */
import type { PolecatContext, PolecatFacts } from "../../../machines/index.ts";
import { polecatStatus, type ActorStatus } from "../../../src/kinds/index.ts";
import { closed, hooked, present } from "../../machines/given.ts";
import {
  DEAD,
  escalated,
  escalating,
  held,
  mailed,
  mailing,
  nudged,
  nudging,
  stuck,
  unreached,
} from "../../machines/stuck-life.ts";
import type { Life } from "../../machines/life.ts";
import { begin, idle, observe, slung, specify, working } from "../../machines/polecat-life.ts";
import type { Verdict } from "./kstatus.ts";
import { placed } from "./placed.ts";

const SNAPSHOT = { machine: "polecat", version: 1, value: "idle", context: {}, sequence: 1, timers: [] };
export const show = (life: Life): ActorStatus => polecatStatus(placed<PolecatContext>(life), SNAPSHOT);

export const DOWN: Partial<PolecatFacts> = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
};
const UNREAD: Partial<PolecatFacts> = {
  bead: { reading: "unknown", id: "al-1", message: "not read" },
  unreadPart: { reason: "BeadsUnread", message: "the beads of al- could not be read" },
};
/** A rig that nobody knows has no database to read its beads from. */
const WITHOUT_RIG: Partial<PolecatFacts> = {
  bead: { reading: "unknown", id: "al-1", message: "not read" },
  rig: { usable: false, reason: "RigNotFound", message: "there is no Rig named alpha" },
};
export const AT_WORK: Partial<PolecatFacts> = {
  bead: hooked("al-1", "nux"),
  polecat: present("nux", "al-1"),
};
export const proof = { incarnation: "alpha/nux@b", decidedAt: 30, forced: false, checks: [], consent: null };
export const ending = (): Life => specify(idle(), { generation: 2, state: "Terminated" });
const proven = (): Life => ending().done("proveTermination", { at: 30, outcome: "proven", proof });
const refusedOnce = (): Life =>
  observe(begin(), 1).done("sling", { at: 2, outcome: "refused", message: "limit reached" });

const nuked = (): Life =>
  proven()
    .done("recordProof", { at: 31 })
    .done("stopSession", { at: 32 })
    .done("nuke", { at: 33, outcome: "nuked" });
const missed = (life: Life, at: number, times: 1 | 2): Life =>
  observe(life, at, { bead: closed("al-1"), polecat: { seen: "absent", name: "nux", times } });
/** Its end was asked for, and taken back after its session had been stopped. */
const stopped = (): Life => {
  const life = specify(working(), { generation: 2, state: "Terminated" });
  life.done("proveTermination", { at: 30, outcome: "proven", proof }).done("recordProof", { at: 31 });
  life.done("stopSession", { at: 32 });
  life.done("nuke", { at: 33, outcome: "blocked", reason: "UncommittedWork", message: "late.txt" });
  return specify(life, { generation: 3 });
};

/** State, life, generation of its spec, verdict, phase, and the reason of Ready. */
export const STATES: readonly (readonly [string, () => Life, number, Verdict, string, string])[] = [
  ["unobserved", begin, 1, "InProgress", "Pending", "AwaitingObservation"],
  ["unobserved", () => observe(begin(), 1, DOWN), 1, "InProgress", "Pending", "TownUnhealthy"],
  ["unobserved", () => observe(begin(), 1, WITHOUT_RIG), 1, "Failed", "Pending", "RigNotFound"],
  ["unobserved", () => observe(begin(), 1, UNREAD), 1, "InProgress", "Pending", "BeadsUnread"],
  ["pending.waiting", () => observe(begin({ paused: true }), 1), 1, "Failed", "Pending", "Paused"],
  [
    "pending.waiting",
    () => observe(begin({ local: false }), 1),
    1,
    "Failed",
    "Pending",
    "ExecutionModeNotEnabled",
  ],
  [
    "pending.waiting",
    () => observe(begin(), 1, { admission: { granted: false, reason: "NoCapacity", message: "full" } }),
    1,
    "InProgress",
    "Pending",
    "NoCapacity",
  ],
  ["pending.slinging", () => observe(begin(), 1), 1, "InProgress", "Pending", "Slinging"],
  ["pending.backingOff", refusedOnce, 1, "InProgress", "Pending", "SlingRefused"],
  ["working.healthy", working, 1, "Current", "Working", "Working"],
  [
    "working.healthy",
    () => specify(working(), { generation: 2, state: "Idle" }),
    2,
    "InProgress",
    "Working",
    "AwaitingClose",
  ],
  [
    "working.healthy",
    () => specify(working(), { generation: 2, bead: "al-2" }),
    2,
    "InProgress",
    "Working",
    "BeadChangePending",
  ],
  [
    "working.healthy",
    () => specify(slung(observe(begin(), 1), 10), { generation: 2, state: "Terminated" }),
    2,
    "InProgress",
    "Working",
    "AwaitingObservation",
  ],
  [
    "working.healthy",
    () => specify(observe(working(), 12, { ...AT_WORK, ...DOWN }), { generation: 2, state: "Terminated" }),
    2,
    "InProgress",
    "Working",
    "TownUnhealthy",
  ],
  [
    "working.healthy",
    () => observe(working(), 12, { ...AT_WORK, ...DOWN }),
    1,
    "Current",
    "Working",
    "Working",
  ],
  ["working.suspect", () => observe(working(), 12, DEAD), 1, "Current", "Working", "Working"],
  [
    "working.unconfirmed",
    () => observe(observe(working(), 12, DEAD), 13, { ...DEAD, ...DOWN }).ring("stuckThreshold"),
    1,
    "Current",
    "Working",
    "Working",
  ],
  ["working.stuck.watching", stuck, 1, "Failed", "Working", "Stuck"],
  ["working.stuck.nudgeHeld", () => held(stuck), 1, "Failed", "Working", "Stuck"],
  ["working.stuck.mailHeld", () => held(nudged), 1, "Failed", "Working", "Stuck"],
  ["working.stuck.escalationHeld", () => held(mailed), 1, "Failed", "Working", "Stuck"],
  ["working.stuck.nudging", nudging, 1, "Failed", "Working", "Stuck"],
  ["working.stuck.nudged", nudged, 1, "Failed", "Working", "Stuck"],
  ["working.stuck.mailing", mailing, 1, "Failed", "Working", "Stuck"],
  ["working.stuck.mailed", mailed, 1, "Failed", "Working", "Stuck"],
  ["working.stuck.escalating", escalating, 1, "Failed", "Working", "Stuck"],
  ["working.stuck.escalated", escalated, 1, "Failed", "Working", "Stuck"],
  [
    "working.stuck.unheard",
    () => escalating().done("escalate", unreached(70)),
    1,
    "Failed",
    "Working",
    "Stuck",
  ],
  ["idle.resting", idle, 1, "Current", "Idle", "BeadClosed"],
  [
    "idle.resting",
    () => observe(begin({ state: "Idle", bead: null }), 1, { bead: null }),
    1,
    "Current",
    "Idle",
    "Idle",
  ],
  [
    "idle.resting",
    () => specify(observe(idle(), 21, DOWN), { generation: 2, bead: "al-2" }),
    2,
    "InProgress",
    "Idle",
    "TownUnhealthy",
  ],
  [
    "idle.resting",
    () => specify(observe(idle(), 21, DOWN), { generation: 2, state: "Terminated" }),
    2,
    "InProgress",
    "Idle",
    "TownUnhealthy",
  ],
  [
    "idle.limited",
    () => specify(idle(), { generation: 2, maxIdleSeconds: 60 }),
    2,
    "Current",
    "Idle",
    "BeadClosed",
  ],
  [
    "idle.expired",
    () => observe(specify(idle(), { generation: 2, maxIdleSeconds: 60 }), 21, DOWN).ring("idleLimit"),
    2,
    "InProgress",
    "Idle",
    "TownUnhealthy",
  ],
  ["terminating.revocable.proving", ending, 2, "InProgress", "Idle", "Terminating"],
  [
    "terminating.revocable.waiting",
    () => specify(idle(), { generation: 2, state: "Terminated", paused: true }),
    2,
    "InProgress",
    "Idle",
    "Paused",
  ],
  ["terminating.revocable.recording", proven, 2, "InProgress", "Idle", "Terminating"],
  [
    "terminating.committed.stopping",
    () => proven().done("recordProof", { at: 31 }),
    2,
    "InProgress",
    "Idle",
    "Terminating",
  ],
  [
    "terminating.committed.nuking",
    () => proven().done("recordProof", { at: 31 }).done("stopSession", { at: 32 }),
    2,
    "InProgress",
    "Idle",
    "Terminating",
  ],
  [
    "terminating.revocable.blocked",
    () =>
      ending().done("proveTermination", {
        at: 30,
        outcome: "blocked",
        reason: "UncommittedWork",
        message: "notes.txt",
        proof,
      }),
    2,
    "Failed",
    "Idle",
    "UncommittedWork",
  ],
  ["terminating.committed.nuked.unread", nuked, 2, "InProgress", "Idle", "Terminating"],
  [
    "terminating.committed.nuked.missed",
    () => missed(nuked(), 34, 1),
    2,
    "InProgress",
    "Idle",
    "Terminating",
  ],
  ["terminated", () => missed(missed(nuked(), 34, 1), 35, 2), 2, "Current", "Terminated", "Terminated"],
  ["working.suspect", stopped, 3, "Failed", "Working", "SessionStopped"],
  [
    "failed",
    () => observe(begin(), 1, { bead: { reading: "missing", id: "al-1", times: 2 } }),
    1,
    "Failed",
    "Failed",
    "BeadNotFound",
  ],
];
