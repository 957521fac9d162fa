import { describe, expect, it } from "vitest";
import {
  beadStoreMachine,
  refineryMachine,
  witnessMachine,
  type BeadStoreContext,
  type RefineryContext,
  type WitnessContext,
} from "../../../machines/index.ts";
import {
  beadStoreStatus,
  refineryStatus,
  witnessStatus,
  type ActorStatus,
} from "../../../src/kinds/index.ts";
import {
  beadStoreFacts,
  desiredBeadStore,
  queued,
  refineryFacts,
  witnessFacts,
  desiredWitness,
} from "../../machines/given.ts";
import { live, type Life } from "../../machines/life.ts";
import { kstatus, type Verdict } from "./kstatus.ts";
import { placed } from "./placed.ts";

const SNAPSHOT = { machine: "m", version: 1, value: "s", context: {}, sequence: 1, timers: [] };
const DOWN = { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" } as const;
const NO_RIG = { usable: false, reason: "RigNotFound", message: "there is none" } as const;

const told = (life: Life, facts: object): Life => life.send({ type: "town.observed", at: 5, facts });
const refinery = (): Life => live(refineryMachine, { uid: "f1", desired: { generation: 1, rig: "alpha" } });
const store = (): Life => live(beadStoreMachine, { uid: "b1", desired: desiredBeadStore() });
const witness = (): Life => live(witnessMachine, { uid: "w1", desired: desiredWitness() });

const showRefinery = (life: Life): ActorStatus => refineryStatus(placed<RefineryContext>(life), SNAPSHOT);
const showStore = (life: Life): ActorStatus => beadStoreStatus(placed<BeadStoreContext>(life), SNAPSHOT);
const showWitness = (life: Life): ActorStatus => witnessStatus(placed<WitnessContext>(life), SNAPSHOT);

type Case = readonly [kind: string, state: string, () => Life, (life: Life) => ActorStatus, Verdict, string];

const busy = (): Life => told(refinery(), refineryFacts(5, { queue: [queued("m1", { claimed: true })] }));

const CASES: readonly Case[] = [
  ["Refinery", "pending", refinery, showRefinery, "InProgress", "Pending"],
  ["Refinery", "idle", () => told(refinery(), refineryFacts(5)), showRefinery, "Current", "Idle"],
  ["Refinery", "processing", busy, showRefinery, "Current", "Processing"],
  [
    "Refinery",
    "failing",
    () => told(busy(), refineryFacts(6, { town: DOWN, queue: null })),
    showRefinery,
    "InProgress",
    "Error",
  ],
  [
    "Refinery",
    "failing",
    () => told(busy(), refineryFacts(6, { rig: NO_RIG, queue: null })),
    showRefinery,
    "Failed",
    "Error",
  ],
  ["BeadStore", "pending", store, showStore, "InProgress", "Pending"],
  ["BeadStore", "synced", () => told(store(), beadStoreFacts(5)), showStore, "Current", "Synced"],
  [
    "BeadStore",
    "failing",
    () => told(store(), beadStoreFacts(5, { issues: null })),
    showStore,
    "InProgress",
    "Error",
  ],
  [
    "BeadStore",
    "failing",
    () => told(store(), beadStoreFacts(5, { prefix: "be" })),
    showStore,
    "Failed",
    "Error",
  ],
  ["Witness", "pending", witness, showWitness, "InProgress", "Pending"],
  ["Witness", "active", () => told(witness(), witnessFacts(5)), showWitness, "Current", "Active"],
  [
    "Witness",
    "degraded",
    () => told(witness(), witnessFacts(5, { town: DOWN })),
    showWitness,
    "InProgress",
    "Degraded",
  ],
  [
    "Witness",
    "degraded",
    () => told(witness(), witnessFacts(5, { rival: "default/other" })),
    showWitness,
    "Failed",
    "Degraded",
  ],
];

describe("The status of a kind that shows a part of a rig", () => {
  it.each(CASES)("%s in %s is for kstatus what it is (case %#)", (_, state, life, show, verdict, phase) => {
    const at = life();
    expect(at.state()).toBe(state);
    expect(kstatus(show(at), 1)).toBe(verdict);
    expect(show(at).phase).toBe(phase);
  });

  it("keeps the figures of the last good read while nothing can be read", () => {
    const lost = told(busy(), refineryFacts(6, { town: DOWN, queue: null }));
    expect(showRefinery(lost)).toMatchObject({
      queueLength: 1,
      currentMerge: "polecat/nux/m1@1",
      mergesSummary: { total: 0, pending: 1 },
    });
  });

  it("shows no figures before there are any", () => {
    expect(showRefinery(refinery())).not.toHaveProperty("mergesSummary");
    expect(showStore(store())).not.toHaveProperty("issueCount");
  });
});

describe("A view of a town that cannot be read", () => {
  it.each<[string, Life, (life: Life) => ActorStatus, (at: number, more?: object) => object]>([
    ["Refinery", refinery(), showRefinery, refineryFacts],
    ["BeadStore", store(), showStore, beadStoreFacts],
    ["Witness", witness(), showWitness, witnessFacts],
  ])("says how old it is: %s", (_kind, life, show, facts) => {
    told(life, facts(90_000));
    told(life, facts(120_000, { town: DOWN }));
    expect(show(life).conditions.find(({ type }) => type === "Degraded")).toMatchObject({
      reason: "TownUnhealthy",
      message: "Dolt is not running; what is shown was read at 1970-01-01T00:01:30Z",
    });
  });
});
