/** Builders of what is desired and of facts, so that a test names only what matters to it. */
import type {
  BeadStoreFacts,
  DesiredBeadStore,
  ConvoyFacts,
  DesiredConvoy,
  PolecatFacts,
  DesiredPolecat,
  QueuedMerge,
  RefineryFacts,
  RigFacts,
  DesiredRig,
  WitnessFacts,
  WitnessPolicy,
  DesiredWitness,
} from "../../machines/index.ts";

export function desiredPolecat(changes: Partial<DesiredPolecat> = {}): DesiredPolecat {
  return {
    generation: 1,
    rig: "alpha",
    gtRig: "alpha",
    state: "Working",
    bead: "al-1",
    managed: true,
    paused: false,
    local: true,
    boundTo: null,
    terminationPolicy: "Safe",
    forceConsent: null,
    finalizer: "none",
    deletionTerminates: false,
    ttlSeconds: null,
    maxIdleSeconds: null,
    sling: { args: null, message: null, baseBranch: null, merge: null, agent: null },
    ...changes,
  };
}

/** One that acts, with the threshold that these tests begin with. */
export const WITNESS: WitnessPolicy = { stuckThresholdMs: 900_000, escalateTo: "mayor/" };

/** A healthy town where the bead is open and nobody has it. */
export function polecatFacts(startedAt: number, changes: Partial<PolecatFacts> = {}): PolecatFacts {
  return {
    startedAt,
    lastGoodAt: changes.town?.trusted === false ? null : startedAt,
    town: { trusted: true },
    rig: { usable: true },
    admission: { granted: true },
    polecat: null,
    bead: { reading: "known", id: "al-1", status: "open", assignee: null },
    holder: null,
    finisher: null,
    pane: null,
    podRestarts: null,
    witness: WITNESS,
    ...changes,
  };
}

export const present = (
  name: string,
  issue: string | null,
  sessionRunning = true,
): PolecatFacts["polecat"] => ({
  seen: "present",
  name,
  state: "working",
  issue,
  sessionRunning,
});

/** gt calls it stalled, and its session runs. */
export const stalled = (name: string, issue: string): PolecatFacts["polecat"] => ({
  seen: "present",
  name,
  state: "stalled",
  issue,
  sessionRunning: true,
});

export const hooked = (id: string, name: string): PolecatFacts["bead"] => ({
  reading: "known",
  id,
  status: "hooked",
  assignee: `alpha/polecats/${name}`,
});

export const closed = (id: string): PolecatFacts["bead"] => ({
  reading: "known",
  id,
  status: "closed",
  assignee: null,
});

export const open = (id: string): PolecatFacts["bead"] => ({
  reading: "known",
  id,
  status: "open",
  assignee: null,
});

export function desiredConvoy(changes: Partial<DesiredConvoy> = {}): DesiredConvoy {
  return {
    generation: 1,
    description: "Wave 1",
    beads: ["al-1", "al-2"],
    rig: null,
    notify: "mayor/",
    ...changes,
  };
}

export function convoyFacts(startedAt: number, changes: Partial<ConvoyFacts> = {}): ConvoyFacts {
  return {
    startedAt,
    lastGoodAt: changes.town?.trusted === false ? null : startedAt,
    town: { trusted: true },
    rig: { usable: true },
    closed: [],
    pending: ["al-1", "al-2"],
    missing: [],
    unread: [],
    closedAt: null,
    ...changes,
  };
}

export function desiredRig(changes: Partial<DesiredRig> = {}): DesiredRig {
  return {
    generation: 1,
    gtName: null,
    localPath: "/town/alpha",
    beadsPrefix: "al",
    paused: false,
    ...changes,
  };
}

export function rigFacts(startedAt: number, changes: Partial<RigFacts> = {}): RigFacts {
  return {
    startedAt,
    lastGoodAt: changes.town?.trusted === false ? null : startedAt,
    town: { trusted: true },
    path: "present",
    listing: "known",
    witness: "running",
    refinery: "running",
    polecatCount: 0,
    activeConvoys: 0,
    queueLength: 0,
    trouble: null,
    ...changes,
  };
}

export function desiredWitness(changes: Partial<DesiredWitness> = {}): DesiredWitness {
  return { generation: 1, rig: "alpha", healthCheckMs: 30_000, ...WITNESS, ...changes };
}

export function witnessFacts(startedAt: number, changes: Partial<WitnessFacts> = {}): WitnessFacts {
  return {
    startedAt,
    lastGoodAt: changes.town?.trusted === false ? null : startedAt,
    town: { trusted: true },
    rig: { usable: true },
    rival: null,
    polecats: { total: 3, running: 1, succeeded: 1, failed: 0, stuck: 1 },
    ...changes,
  };
}

export const queued = (id: string, changes: Partial<QueuedMerge> = {}): QueuedMerge => ({
  id,
  branch: `polecat/nux/${id}@1`,
  claimed: false,
  conflict: null,
  ...changes,
});

/** An empty queue. */
export function refineryFacts(startedAt: number, changes: Partial<RefineryFacts> = {}): RefineryFacts {
  return { ...rigSeen(startedAt, changes), queue: [], ended: [], ...changes };
}

export function desiredBeadStore(changes: Partial<DesiredBeadStore> = {}): DesiredBeadStore {
  return { generation: 1, rig: "alpha", prefix: "al-", syncMs: 300_000, ...changes };
}

export function beadStoreFacts(startedAt: number, changes: Partial<BeadStoreFacts> = {}): BeadStoreFacts {
  return { ...rigSeen(startedAt, changes), prefix: "al", gtName: "alpha", issues: 7, ...changes };
}

function rigSeen(startedAt: number, { town }: Partial<RefineryFacts | BeadStoreFacts>) {
  return {
    startedAt,
    lastGoodAt: town?.trusted === false ? null : startedAt,
    town: { trusted: true },
    rig: { usable: true },
  } as const;
}
