/** The ground of a simulation: time, chance, faults, town and objects, which outlive every life of the operator. */
import { ALPHA, BETA, memoryWorktrees, townState, type TownState, type Worktrees } from "simulated-town";
import type { PathState } from "../../src/projection/index.ts";
import { MemoryStore } from "../operator/memory-store.ts";
import { createConsents, type Consents } from "./consents.ts";
import { createNamedChance, type NamedChance } from "./chance.ts";
import type { Schedule } from "./actions.ts";
import { ODD_RIG } from "./odd-names.ts";
import type { Trace } from "./trace.ts";
import { createActiveFaults, type ActiveFaults } from "./active-faults.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

export interface Ground {
  readonly time: VirtualTime;
  /** Epoch ms of the town's machine and of the API server. */
  readonly wallClock: () => number;
  readonly chance: NamedChance;
  readonly activeFaults: ActiveFaults;
  readonly trace: Trace;
  readonly town: TownState;
  readonly worktrees: Worktrees;
  readonly store: MemoryStore;
  readonly paths: Map<string, PathState>;
  readonly consents: Consents;
  /** Beads of which gt refused a sling. */
  readonly refused: Set<string>;
  readonly defaultWitness: boolean;
  readonly adopts: boolean;
  /** gt takes so long over lists of polecats that rigs are read in turns. */
  readonly hasSlowLists: boolean;
}

/** Epoch ms at which every schedule begins. */
export const NOON = Date.parse("2026-05-01T12:00:00Z");

/** One run of the operator's process, as far as its adapters need to know it. */
export interface Process {
  readonly number: number;
  readonly isDead: () => boolean;
  /** Nothing that it asks the API is answered. */
  readonly isCut: () => boolean;
  /** Lets it hear of something: now, or when it goes on, where it is frozen. */
  readonly awake: (hear: () => void) => void;
}

export function createGround({ seed, gt, adopts, town: plan }: Schedule, trace: Trace): Ground {
  const chance = createNamedChance(seed);
  const time = createVirtualTime((what) => chance.number("order", what));
  const town = townState(
    {
      gtVersion: gt,
      rigs: [ALPHA, BETA, ODD_RIG],
      beads: plan.beads,
      plans: plan.plans,
      schedulerMax: plan.schedulerMax,
      random: seed + 1,
    },
    NOON,
  );
  const wallClock = (): number => Math.floor(NOON + time.now());
  return {
    time,
    wallClock,
    chance,
    activeFaults: createActiveFaults(() => time.now()),
    trace,
    town,
    worktrees: memoryWorktrees(),
    store: new MemoryStore(wallClock),
    paths: new Map(),
    consents: createConsents(),
    refused: new Set(),
    defaultWitness: plan.defaultWitness,
    adopts,
    hasSlowLists: chance.happens(0.1, "slow lists"),
  };
}
