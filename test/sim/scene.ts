/** What an invariant may look at: the truth of town and API, and what the living operator was told. */
import type { JournalRecord } from "../../src/host/index.ts";
import type { TownState } from "simulated-town";
import type { Ground } from "./ground.ts";
import type { Told } from "./sim-api.ts";
import type { Call } from "./sim-gt.ts";
import type { Holdings } from "./holdings.ts";
import type { Witnessed } from "./witnessed.ts";

/** A polecat as it was when a status named it first. */
export interface Own {
  readonly polecat: TownState["polecats"][number];
  readonly branch: string;
}

export interface Scene {
  readonly ground: Ground;
  /** What the living operator was told of the objects, and the phases that it says them to be in. */
  readonly told: Told;
  readonly phases: ReadonlyMap<string, string>;
  readonly witnessed: Witnessed;
  readonly holdings: Holdings;
  /** By uid: the polecat that the town had when the status named it first. Names are given out again. */
  readonly bound: ReadonlyMap<string, Own>;
  /** By bead: the uids of the resources that asked for it when it was slung. Their specs may ask for another one since. */
  readonly slungFor: Map<string, Set<string>>;
  /** Virtual ms of the earliest of the lists of this rig that were begun just now: a sling reads it right before. */
  readonly listedSince: (rig: string) => number;
  /** Calls of the living operator that are not answered yet. */
  readonly underWay: ReadonlyMap<number, Call>;
  /** Ends the schedule: an invariant is broken. */
  readonly broken: (invariant: Invariant, what: string) => void;
}

export const INVARIANTS = {
  1: "no nuke that could lose work",
  2: "one sling, one polecat, one convoy, one notification",
  3: "no phase moves without evidence",
  4: "no gt write where it is forbidden",
  5: "everything comes to rest where spec and town ask for it",
  6: "the journal replays to the live snapshots",
  7: "a witness informs, on two signals, by and by, and ends nothing",
  8: "nothing hangs: a schedule ends within its steps and its time",
  9: "the operator deletes no resource of a person",
  10: "a refused status is reported until a later one goes through",
} as const;

export type Invariant = keyof typeof INVARIANTS;

export interface Broken {
  readonly invariant: Invariant;
  readonly what: string;
  /** Virtual ms. */
  readonly at: number;
}

/** What came of a schedule, whoever played it. */
export interface Verdict {
  readonly broken: Broken | null;
  readonly hash: string;
  /** What was done how often: steps, calls of gt, and what else its player counts. */
  readonly counts: Readonly<Record<string, number>>;
  readonly trace: readonly string[];
  /** Of the newest life. */
  readonly journal: readonly JournalRecord[];
}
