/** Observations, so that a test names only what matters to it. */
import type { Bead, Dialect, MergeRequest, PolecatEntry } from "../../src/gt/index.ts";
import {
  createReadTimes,
  type ObservationRequest,
  type PathState,
  type Reading,
  type ReadTimes,
  type TownObservation,
} from "../../src/projection/index.ts";

type Unreadable = Extract<Reading<never>, { ok: false }>;

export const unreadable: Unreadable = { ok: false, reason: "Timeout", message: "gt has not answered" };

export const polecat = (rig: string, name: string, more: Partial<PolecatEntry> = {}): PolecatEntry => ({
  rig,
  name,
  state: "working",
  issue: null,
  sessionRunning: true,
  branch: null,
  isReusable: null,
  verdict: null,
  ...more,
});

export const bead = (id: string, status: string, assignee: string | null = null): Bead => ({
  id,
  title: `task ${id}`,
  status,
  assignee,
  createdAt: 500,
  closedAt: null,
  closeReason: null,
});

export const request = (id: string, more: Partial<MergeRequest> = {}): MergeRequest => ({
  id,
  branch: `polecat/nux/${id}@1`,
  worker: "nux",
  sourceIssue: "al-1",
  assignee: null,
  conflict: null,
  ...more,
});

export interface Seen {
  readonly startedAt?: number;
  readonly isTrusted?: boolean;
  readonly rigs?: readonly string[] | Unreadable;
  readonly polecats?: Readonly<Record<string, readonly PolecatEntry[] | Unreadable>>;
  readonly beads?: Readonly<Record<string, Bead | null | Unreadable>>;
  /** Prefixes of databases that could not be read. */
  readonly unreadDatabases?: readonly string[];
  readonly convoys?: Unreadable;
  readonly queues?: Readonly<Record<string, readonly MergeRequest[] | Unreadable>>;
  readonly issues?: Readonly<Record<string, number>>;
  readonly dialect?: Dialect;
  readonly panes?: Readonly<Record<string, string | Unreadable>>;
  readonly paths?: Readonly<Record<string, PathState>>;
  /** Rigs that wait for their turn. */
  readonly unlisted?: readonly string[];
}

const read = <Value>(value: Value | Unreadable): Reading<Value> =>
  value === unreadable ? unreadable : { ok: true, value: value as Value };

/** A town with the rigs alpha and beta, all of it read, unless the test says otherwise. */
export function observation(seen: Seen): TownObservation {
  const { startedAt = 1_000, isTrusted = true, rigs = ["alpha", "beta"], polecats = {}, beads = {} } = seen;
  const entries = (names: readonly string[]) =>
    names.map((name) => ({
      name,
      beadsPrefix: name.slice(0, 2),
      status: "operational",
      witness: "running",
      refinery: "running",
      polecats: 0,
    }));
  return {
    startedAt,
    finishedAt: startedAt + 100,
    busyMs: 100,
    answerMs: 10,
    trust: isTrusted ? { trusted: true } : { trusted: false, reason: "TownUnhealthy", message: "no Dolt" },
    rigs: "ok" in rigs ? rigs : { ok: true, value: entries(rigs) },
    polecats: new Map(Object.entries(polecats).map(([rig, list]) => [rig, read(list)])),
    beads: new Map(Object.entries(beads).map(([id, reading]) => [id, read(reading)])),
    unreadDatabases: new Map((seen.unreadDatabases ?? []).map((prefix) => [prefix, unreadable])),
    convoys: seen.convoys ?? { ok: true, value: [] },
    convoysReadAt: startedAt,
    queues: new Map(Object.entries(seen.queues ?? {}).map(([rig, queue]) => [rig, read(queue)])),
    issues: seen.issues === undefined ? null : { ok: true, value: new Map(Object.entries(seen.issues)) },
    dialect: seen.dialect ?? null,
    panes: new Map(Object.entries(seen.panes ?? {}).map(([key, digest]) => [key, read(digest)])),
    paths: new Map(Object.entries(seen.paths ?? { "/town/alpha": "present" })),
    unlisted: new Set(seen.unlisted ?? []),
  };
}

/** Read times as they are when an observation follows the ones before it. */
export function readTimes(...observations: readonly TownObservation[]): ReadTimes {
  const times = createReadTimes();
  for (const one of observations) times.note(one);
  return times;
}

/** Asks for all that each read of a town without resources asks for. */
export const ALL_OF_IT: ObservationRequest = {
  rigs: [],
  beads: [],
  watched: [],
  listsConvoys: true,
  idleQueues: new Set(),
  countsIssues: false,
  expected: new Set(),
};
