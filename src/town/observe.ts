/**
 * One sync: health, a batch of reads whose number does not grow with the polecats, health again.
 * A failed read looks like an empty one while the town's database is down, hence the two health reads around.
 */
import type { Trust } from "../../machines/index.ts";
import { DOLT_NOT_RUNNING, type Bead, type GtClient, type PolecatEntry } from "../gt/index.ts";
import type { Clock } from "./clock.ts";
import type { ObservationRequest, PathState, Reading, TownObservation } from "./observation.ts";
import { readPanes } from "./panes.ts";
import type { Patience } from "./patience.ts";

export type TownReads = Pick<
  GtClient,
  | "health"
  | "countIssues"
  | "listRigs"
  | "listPolecats"
  | "listRigPolecats"
  | "showBeads"
  | "listConvoys"
  | "mergeQueue"
  | "peek"
>;

export interface ObserveOptions {
  readonly gt: TownReads;
  readonly clock: Clock;
  readonly patience: Patience;
  /** Whether a rig's folder is there, as the operator's own machine sees it. */
  readonly statPath: (path: string) => Promise<PathState>;
}

export async function observe(
  options: ObserveOptions,
  request: ObservationRequest,
): Promise<TownObservation> {
  const { gt, clock, patience } = options;
  const startedAt = clock.now();
  const paths = readPaths(options, request);
  const before = trustOf(await patience.wait("health", () => gt.health()));
  if (!before.trusted) {
    return unread(startedAt, clock.now(), before, await paths, request);
  }
  const rigs = await patience.wait("rig list", () => gt.listRigs());
  const names = rigNames(rigs, request);
  const [polecats, beads, convoys, queues, issues] = await Promise.all([
    readPolecats(options, names),
    readBeads(options, request.beads),
    patience.wait("convoy list", () => gt.listConvoys({ all: false })),
    readQueues(options, names),
    request.countsIssues ? patience.wait("vitals", () => gt.countIssues()) : null,
  ]);
  const panes = await readPanes(options, request, polecats);
  const after = trustOf(await patience.wait("health", () => gt.health()));
  return {
    startedAt,
    finishedAt: clock.now(),
    trust: after,
    rigs,
    polecats,
    beads,
    convoys,
    queues,
    issues,
    paths: await paths,
    panes,
  };
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
 * others stay observed.
 */
async function readPolecats(
  { gt, patience }: ObserveOptions,
  names: readonly string[],
): Promise<TownObservation["polecats"]> {
  const all = await patience.wait("polecat list --all", () => gt.listPolecats());
  if (all.ok) {
    const byRig = new Map<string, PolecatEntry[]>(names.map((name) => [name, []]));
    for (const entry of all.value) byRig.set(entry.rig, [...(byRig.get(entry.rig) ?? []), entry]);
    return new Map([...byRig].map(([rig, value]) => [rig, { ok: true, value }]));
  }
  return readEach(names, (rig) => patience.wait(`polecat list ${rig}`, () => gt.listRigPolecats(rig)));
}

async function readBeads(
  { gt, patience }: ObserveOptions,
  ids: readonly string[],
): Promise<TownObservation["beads"]> {
  if (ids.length === 0) return new Map();
  const shown = await patience.wait("show", () => gt.showBeads(ids));
  if (!shown.ok) return new Map(ids.map((id) => [id, shown]));
  const readings = new Map<string, Reading<Bead | null>>();
  for (const bead of shown.value.found) readings.set(bead.id, { ok: true, value: bead });
  for (const id of shown.value.missing) readings.set(id, { ok: true, value: null });
  for (const { id, message } of shown.value.unknown) {
    readings.set(id, { ok: false, reason: "BeadUnreadable", message });
  }
  return readings;
}

function readQueues(
  { gt, patience }: ObserveOptions,
  names: readonly string[],
): Promise<TownObservation["queues"]> {
  return readEach(names, (rig) => patience.wait(`mq list ${rig}`, () => gt.mergeQueue(rig)));
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
): TownObservation {
  const { reason, message } = trust;
  const failed = { ok: false, reason, message } as const;
  return {
    startedAt,
    finishedAt,
    trust,
    rigs: failed,
    polecats: new Map(),
    beads: new Map(request.beads.map((id) => [id, failed])),
    convoys: failed,
    queues: new Map(),
    issues: request.countsIssues ? failed : null,
    paths,
    panes: new Map(),
  };
}
