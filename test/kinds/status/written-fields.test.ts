import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  beadStoreMachine,
  convoyMachine,
  initialPolecatContext,
  initialPodContext,
  podMachine,
  polecatMachine,
  refineryMachine,
  rigMachine,
  witnessMachine,
  type BeadStoreContext,
  type ConvoyContext,
  type PodContext,
  type PolecatContext,
  type RefineryContext,
  type RigContext,
  type WitnessContext,
} from "../../../machines/index.ts";
import {
  type ActorStatus,
  beadStoreStatus,
  convoyStatus,
  type KindName,
  podStatus,
  polecatStatus,
  refineryStatus,
  rigStatus,
  witnessStatus,
  KINDS,
} from "../../../src/kinds/index.ts";
import { child, servedSchema } from "../schema/served.ts";
import { POD_DESIRED, sight } from "../../machines/pod-life.ts";
import { putAt } from "./placed.ts";
import {
  beadStoreFacts,
  desiredBeadStore,
  convoyFacts,
  desiredConvoy,
  polecatFacts,
  desiredPolecat,
  present,
  refineryFacts,
  rigFacts,
  desiredRig,
  witnessFacts,
  desiredWitness,
} from "../../machines/given.ts";

const SNAPSHOT = { machine: "m", version: 1, value: "s", context: {}, sequence: 1, timers: [] };
const AT = 60_000;
const seen = { uid: "u1", lastGoodAt: AT };
const check = { name: "git-state", at: AT, clean: true, detail: "clean" };

const polecat: PolecatContext = {
  ...initialPolecatContext({
    uid: "u1",
    desired: desiredPolecat(),
    polecatName: "nux",
    assignedBead: "al-1",
    stuckThresholdMs: 1,
  }),
  facts: polecatFacts(AT, { polecat: present("nux", "al-1") }),
  ...{ lastGoodAt: AT, branch: "b", worktree: "/w", session: "s", slungAt: AT, idleSince: AT },
  proof: {
    incarnation: "alpha/nux@b",
    decidedAt: AT,
    forced: false,
    checks: [check],
    consent: "alpha/nux@b:0",
  },
};
const inPods: PodContext = {
  ...initialPodContext({ uid: "u1", desired: POD_DESIRED }),
  pods: { startedAt: AT, pods: [sight(2, "running")] },
  ...{ bead: "al-1", attempt: 2, failures: 1, lastGoodAt: AT },
};
const convoy: ConvoyContext = {
  ...seen,
  desired: desiredConvoy(),
  facts: convoyFacts(AT),
  counted: { closed: [], pending: [], missing: [], unread: [], ended: [], statuses: {} },
  ...{ notBefore: 0, convoyId: "hq-cv-1", tracked: [], startedAt: AT, completedAt: AT },
  notice: { at: AT, address: "mayor/", completedAt: AT },
  ...{ announcingTo: null, attempts: 0, refusals: 0, blocker: null, refusedGeneration: null },
  unextended: null,
};
const figures = {
  townStatus: "operational",
  witness: "running",
  refinery: "running",
  polecatCount: 1,
  activeConvoys: 1,
  queueLength: 1,
  gtVersion: "1.2.1",
  beadsPrefix: "al",
};
const rig: RigContext = { ...seen, name: "alpha", desired: desiredRig(), facts: rigFacts(AT), figures };
const witness: WitnessContext = {
  ...seen,
  desired: desiredWitness(),
  facts: witnessFacts(AT),
  polecats: { total: 1, running: 1, succeeded: 0, failed: 0, stuck: 0 },
};
const refinery: RefineryContext = {
  ...seen,
  desired: { generation: 1, rig: "alpha" },
  facts: refineryFacts(AT),
  memory: null,
  ...{ merges: { succeeded: 1, failed: 0 }, lastMergeAt: AT, queueLength: 1, currentMerge: "b" },
};
const beadStore: BeadStoreContext = {
  ...seen,
  desired: desiredBeadStore(),
  facts: beadStoreFacts(AT),
  issues: 7,
};

/** A status in which everything is known that can be. */
const FULL: Readonly<Record<KindName, ActorStatus>> = {
  Rig: rigStatus(putAt(rigMachine, "ready", rig), SNAPSHOT),
  Polecat: {
    ...polecatStatus(putAt(polecatMachine, { terminating: { committed: "nuking" } }, polecat), SNAPSHOT),
    ...podStatus(putAt(podMachine, { attempt: { working: "healthy" } }, inPods), SNAPSHOT),
  },
  Convoy: convoyStatus(putAt(convoyMachine, { completed: "settled" }, convoy), SNAPSHOT),
  Witness: witnessStatus(putAt(witnessMachine, "active", witness), SNAPSHOT),
  Refinery: refineryStatus(putAt(refineryMachine, "processing", refinery), SNAPSHOT),
  BeadStore: beadStoreStatus(putAt(beadStoreMachine, "synced", beadStore), SNAPSHOT),
};
const fields = z.record(z.string(), z.unknown());

describe("The fields of a status", () => {
  it.each(["Rig", "Polecat", "Convoy", "Witness", "Refinery", "BeadStore"] as const)(
    "of %s are written, or are said never to be",
    (kind) => {
      const served = Object.keys(fields.parse(child(servedSchema(kind), "status")["properties"]));
      const written = Object.keys(FULL[kind]);
      expect([...written, ...(KINDS[kind].neverWritten ?? [])].sort()).toEqual(served.sort());
    },
  );
});
