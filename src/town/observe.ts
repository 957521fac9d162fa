/**
 * One sync: health, a batch of reads whose number does not grow with the polecats, health again.
 * A failed read looks like an empty one while the town's database is down, hence the two health reads around.
 */
import type { Trust } from "../../machines/index.ts";
import {
  DOLT_NOT_RUNNING,
  groupBeads,
  routeOf,
  type Bead,
  type BeadGroup,
  type GtClient,
  type PolecatEntry,
} from "../gt/index.ts";
import type { Clock } from "./clock.ts";
import type { ObservationRequest, PathState, Reading, TownObservation, Unread } from "../projection/index.ts";
import { readPanes } from "./panes.ts";
import type { AdaptiveTimeouts } from "./adaptive-timeouts.ts";
import type { Turns } from "./turns.ts";

export interface ObserveOptions {
  readonly gt: Pick<GtClient, "timed">;
  readonly clock: Clock;
  readonly timeouts: AdaptiveTimeouts;
  readonly turns: Turns;
  /** Whether a rig's folder is there, as the operator's own machine sees it. */
  readonly statPath: (path: string) => Promise<PathState>;
}

export async function observe(
  options: ObserveOptions,
  request: ObservationRequest,
): Promise<TownObservation> {
  const { clock } = options;
  const startedAt = clock.now();
  const paths = readPaths(options, request);
  let askedAt = startedAt;
  const before = trustOf(await readHealth(options, () => (askedAt = clock.now())));
  const answerMs = clock.now() - askedAt;
  if (!before.trusted) {
    return { ...unread(startedAt, clock.now(), before, await paths, request), answerMs };
  }
  const answers = noteAnswers(options);
  const parts = await readParts({ ...options, timeouts: answers.timeouts }, request);
  const busyMs = answers.newestAt() - startedAt;
  const endsAt = clock.now();
  const after = trustOf(await readHealth(options));
  const finishedAt = clock.now();
  return {
    ...{ startedAt, finishedAt, busyMs: busyMs + finishedAt - endsAt, answerMs },
    ...{ convoysReadAt: startedAt, trust: after, ...parts, paths: await paths },
  };
}

type Parts = Omit<
  TownObservation,
  "startedAt" | "finishedAt" | "busyMs" | "answerMs" | "trust" | "paths" | "convoysReadAt"
>;

/** Side by side: a read that hangs holds the others up no longer than by its own timeout. */
async function readParts(options: ObserveOptions, request: ObservationRequest): Promise<Parts> {
  const { gt, timeouts } = options;
  const rigs = await timeouts.wait("rig list", (turn) => gt.timed(turn).listRigs());
  const names = rigNames(rigs, request);
  const prefixes = rigs.ok ? rigs.value.map(({ beadsPrefix }) => beadsPrefix) : [];
  const turn = options.turns.next(names, request.expected);
  const lists = turn === null ? readPolecats(options, names) : readLists(options, turn);
  const [polecats, panes, beads, convoys, queues, issues, dialect] = await Promise.all([
    lists,
    lists.then((polecats) => readPanes(options, request, polecats)),
    readBeads(options, groupBeads(request.beads, prefixes), rigs),
    request.listsConvoys
      ? timeouts.wait("convoy list", (turn) => gt.timed(turn).listConvoys({ all: false }))
      : null,
    readQueues(
      options,
      (turn ?? names).filter((rig) => !request.idleQueues.has(rig)),
    ),
    request.countsIssues ? timeouts.wait("vitals", (turn) => gt.timed(turn).countIssues()) : null,
    timeouts.wait("version", (turn) => gt.timed(turn).dialect()),
  ]);
  return {
    ...{ rigs, polecats, panes, ...beads, convoys, queues, issues },
    dialect: dialect.ok ? dialect.value : null,
    unlisted: new Set(turn === null ? [] : names.filter((rig) => !turn.includes(rig))),
  };
}

/** Timeouts that remember when a read was last answered, epoch ms. */
function noteAnswers({ timeouts, clock }: ObserveOptions): {
  readonly timeouts: AdaptiveTimeouts;
  readonly newestAt: () => number;
} {
  let newestAt = clock.now();
  const wait: AdaptiveTimeouts["wait"] = async (label, read) => {
    const reading = await timeouts.wait(label, read);
    if (reading.ok) newestAt = clock.now();
    return reading;
  };
  return { timeouts: { ...timeouts, wait }, newestAt: () => newestAt };
}

function readHealth(
  { gt, timeouts }: ObserveOptions,
  onTurn: () => void = () => undefined,
): Promise<Reading<Awaited<ReturnType<GtClient["health"]>>>> {
  return timeouts.wait("health", (turn) => {
    const begin = (): void => {
      onTurn();
      turn();
    };
    return gt.timed(begin).health();
  });
}

function trustOf(health: Reading<Awaited<ReturnType<GtClient["health"]>>>): Trust {
  if (!health.ok) return { trusted: false, reason: health.reason, message: health.message };
  if (health.value.running) return { trusted: true };
  return {
    trusted: false,
    reason: "TownUnhealthy",
    message: DOLT_NOT_RUNNING,
  };
}

/** Only rigs that the town knows are read one by one; without its list, those that resources name. */
function rigNames(rigs: TownObservation["rigs"], request: ObservationRequest): readonly string[] {
  return rigs.ok ? rigs.value.map((rig) => rig.name) : request.rigs.map((rig) => rig.name);
}

/**
 * One list for the whole town. It hangs as soon as one rig hangs; then each rig is asked by itself, so that the
 * others stay observed, and as long as one of them hangs nobody waits for the list of all of them.
 */
async function readPolecats(
  options: ObserveOptions,
  names: readonly string[],
): Promise<TownObservation["polecats"]> {
  const { gt, timeouts, turns } = options;
  if (!names.some((rig) => timeouts.isLate(listLabel(rig)))) {
    const all = await timeouts.wait("polecat list --all", (turn) =>
      timed(options, turn, turns.noteAll, (begin) => gt.timed(begin).listPolecats()),
    );
    if (all.ok) return byRig(names, all.value);
  }
  return readLists(options, names);
}

function readLists(options: ObserveOptions, rigs: readonly string[]): Promise<TownObservation["polecats"]> {
  const { gt, timeouts, turns } = options;
  return readEach(rigs, (rig) =>
    timeouts.wait(listLabel(rig), (turn) =>
      timed(
        options,
        turn,
        (tookMs) => turns.noteRig(rig, tookMs),
        (begin) => gt.timed(begin).listRigPolecats(rig),
      ),
    ),
  );
}

const listLabel = (rig: string): string => `polecat list ${rig}`;

/** @param note is told how long gt took over an answer, without the wait for a place behind other calls, ms. */
async function timed<Value>(
  { clock }: Pick<ObserveOptions, "clock">,
  onTurn: () => void,
  note: (tookMs: number) => void,
  read: (onTurn: () => void) => Promise<Value>,
): Promise<Value> {
  let begunAt = clock.now();
  const value = await read(() => {
    begunAt = clock.now();
    onTurn();
  });
  note(clock.now() - begunAt);
  return value;
}

function byRig(names: readonly string[], entries: readonly PolecatEntry[]): TownObservation["polecats"] {
  const lists = new Map<string, PolecatEntry[]>(names.map((name) => [name, []]));
  for (const entry of entries) {
    const list = lists.get(entry.rig) ?? [];
    list.push(entry);
    lists.set(entry.rig, list);
  }
  return new Map([...lists].map(([rig, value]) => [rig, { ok: true, value }]));
}

/** One read for each database, so that one that cannot be read holds back no beads but its own. */
async function readBeads(
  options: ObserveOptions,
  groups: readonly BeadGroup[],
  rigs: TownObservation["rigs"],
): Promise<Pick<TownObservation, "beads" | "unreadDatabases">> {
  const beads = new Map<string, Reading<Bead | null>>();
  const unreadDatabases = new Map<string, Unread>();
  const read = async ({ database, ids }: BeadGroup): Promise<void> => {
    const shown = await options.timeouts.wait(`show of ${database}-…`, (turn) =>
      options.gt.timed(turn).showBeads(ids),
    );
    if (!shown.ok) {
      unreadDatabases.set(database, shown);
      for (const id of ids) beads.set(id, shown);
      return;
    }
    for (const bead of shown.value.found) beads.set(bead.id, { ok: true, value: bead });
    for (const id of shown.value.missing) beads.set(id, unfound(id, rigs));
    for (const { id, message } of shown.value.unknown) {
      beads.set(id, { ok: false, reason: "BeadUnreadable", message });
    }
  };
  await Promise.all(groups.map(read));
  return { beads, unreadDatabases };
}

/** A bead is missing only where gt has looked in the database that would have it. */
function unfound(id: string, rigs: TownObservation["rigs"]): Reading<null> {
  if (!rigs.ok) return rigs;
  const route = routeOf(id, rigs.value);
  return route.found
    ? { ok: true, value: null }
    : { ok: false, reason: "BeadUnroutable", message: route.message };
}

function readQueues(
  { gt, timeouts }: ObserveOptions,
  names: readonly string[],
): Promise<TownObservation["queues"]> {
  return readEach(names, (rig) => timeouts.wait(`mq list ${rig}`, (turn) => gt.timed(turn).mergeQueue(rig)));
}

async function readPaths(
  { statPath }: ObserveOptions,
  request: ObservationRequest,
): Promise<TownObservation["paths"]> {
  const paths = [...new Set(request.rigs.map((rig) => rig.localPath))];
  return new Map(await Promise.all(paths.map(async (path) => [path, await statPath(path)] as const)));
}

async function readEach<Value>(
  names: readonly string[],
  read: (name: string) => Promise<Reading<Value>>,
): Promise<ReadonlyMap<string, Reading<Value>>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

/** A town that cannot be asked costs one call a sync, not one a rig. */
function unread(
  startedAt: number,
  finishedAt: number,
  trust: Extract<Trust, { trusted: false }>,
  paths: TownObservation["paths"],
  request: ObservationRequest,
): Omit<TownObservation, "answerMs"> {
  const { reason, message } = trust;
  const failed = { ok: false, reason, message } as const;
  return {
    startedAt,
    finishedAt,
    busyMs: finishedAt - startedAt,
    trust,
    rigs: failed,
    polecats: new Map(),
    beads: new Map(request.beads.map((id) => [id, failed])),
    unreadDatabases: new Map(),
    convoys: request.listsConvoys ? failed : null,
    convoysReadAt: startedAt,
    queues: new Map(),
    issues: request.countsIssues ? failed : null,
    dialect: null,
    paths,
    panes: new Map(),
    unlisted: new Set(),
  };
}
