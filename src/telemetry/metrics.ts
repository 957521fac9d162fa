/** Metrics of one operator, in a registry of its own. Names and labels are fixed: dashboards depend on them. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { createPhaseGauges, type PhaseGauges, type PhaseKind } from "./phases.ts";
import { podMetrics, type PodMetrics } from "./pods.ts";
import { createProgressGauges, type ProgressGauges } from "./progress.ts";
import { refineryMetrics, type RefineryMetrics } from "./refinery.ts";

export interface GtCallSample {
  readonly command: string;
  readonly result: "success" | "error";
  readonly reason: string | null;
  readonly durationMs: number;
}

export interface Metrics extends RefineryMetrics, PodMetrics {
  readonly registry: Registry;
  readonly phases: PhaseGauges;
  readonly progress: ProgressGauges;
  /** One event taken by an actor of this kind. */
  reconciled(controller: string, seconds: number): void;
  reconcileFailed(controller: string): void;
  gtCalled(call: GtCallSample): void;
  observed(seconds: number, isTrusted: boolean): void;
  /** @param readAt start of a read of the town, in seconds of Unix time. */
  townRead(readAt: number, isTrusted: boolean): void;
  /** @param readAt by rig, start of the newest read of its polecats, in seconds of Unix time. All others have no series. */
  rigsRead(readAt: ReadonlyMap<string, number>): void;
  missedEvents(kind: string, count: number): void;
  /** A list or a watch that failed; it goes on. */
  watchFailed(kind: string): void;
  /** False while the API server does not know the kind, or lets nobody read it. */
  kindServed(kind: string, isServed: boolean): void;
  statusWrite(outcome: string): void;
  /** A write that the API server refused, such as `status` of a `Polecat` for the reason `Invalid`. */
  writeRefused(write: string, kind: string, reason: string): void;
  /** How many writes are refused now, each resource's newest of its kind. */
  /** @param of those of resources come and go with a term; those of the lease do not. */
  writesRefused(count: number, of?: "resources" | "lease"): void;
  journalFailed(): void;
  /** Asked at each scrape, until another journal takes its place. */
  watchJournal(health: () => JournalSample): void;
  /** Of a replica; no such series without leader election. A standby knows nothing of the town: those series go. */
  leads(lease: string, isLeader: boolean): void;
}

export interface JournalSample {
  readonly ok: boolean;
  readonly lost: number;
}

const SECONDS = [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** @param kinds whose phases are reported. */
export function createMetrics(kinds: readonly PhaseKind[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[]): Counter =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, labelNames: string[]): Histogram =>
    new Histogram({ name, help, labelNames, registers, buckets: SECONDS });
  const reconcile = {
    total: counter("gastown_reconcile_total", "Events taken by actors.", ["controller"]),
    errors: counter("gastown_reconcile_errors_total", "Services that failed.", ["controller"]),
    duration: histogram("gastown_reconcile_duration_seconds", "From event to effects.", ["controller"]),
  };
  const gt = {
    calls: counter("gastown_gt_cli_calls_total", "Calls of gt.", ["command", "result"]),
    errors: counter("gastown_gt_cli_errors_total", "Calls of gt that failed.", ["command", "reason"]),
    duration: histogram("gastown_gt_cli_duration_seconds", "Duration of gt calls.", ["command"]),
  };
  const refinery = refineryMetrics(registry);
  const own = { ...ownMetrics(registry), ...podMetrics(registry) };
  const phases = createPhaseGauges(registry, kinds);
  const progress = createProgressGauges(registry);
  return {
    registry,
    phases,
    progress,
    reconciled(controller, seconds) {
      reconcile.total.inc({ controller });
      reconcile.duration.observe({ controller }, seconds);
    },
    reconcileFailed: (controller) => reconcile.errors.inc({ controller }),
    gtCalled({ command, result, reason, durationMs }) {
      gt.calls.inc({ command, result });
      gt.duration.observe({ command }, durationMs / 1000);
      if (reason !== null) gt.errors.inc({ command, reason });
    },
    ...refinery,
    leads(lease, isLeader) {
      leadership(registry).set({ name: lease }, Number(isLeader));
      if (isLeader) return;
      phases.clear();
      progress.clear();
      refinery.queueLengths(new Map());
      refinery.keepRigs(new Set());
      own.writesRefused(0);
      own.rigsRead(new Map());
    },
    ...own,
  };
}

/** Kubernetes' own components have this name for it. */
const LEADERSHIP = "leader_election_master_status";

function leadership(registry: Registry): Gauge {
  const known = registry.getSingleMetric(LEADERSHIP);
  if (known instanceof Gauge) return known;
  const help = "1 while this replica holds the lease, 0 while it stands by.";
  return new Gauge({ name: LEADERSHIP, help, labelNames: ["name"], registers: [registry] });
}

type OwnMetrics = Pick<
  Metrics,
  | "observed"
  | "townRead"
  | "rigsRead"
  | "missedEvents"
  | "watchFailed"
  | "kindServed"
  | "statusWrite"
  | "writeRefused"
  | "writesRefused"
  | "journalFailed"
  | "watchJournal"
>;

function ownMetrics(registry: Registry): OwnMetrics {
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[]): Counter =>
    new Counter({ name: `gastown_operator_${name}`, help, labelNames, registers });
  const observation = new Histogram({
    name: "gastown_operator_observation_duration_seconds",
    help: "Duration of one batched read of the town.",
    labelNames: ["trusted"],
    registers,
    buckets: SECONDS,
  });
  const reads = new Gauge({
    name: "gastown_operator_town_read_timestamp_seconds",
    help: "Start of the newest read of the town.",
    labelNames: ["trusted"],
    registers,
  });
  const missed = counter("watch_missed_events_total", "Changes found by a relist only.", ["kind"]);
  const failed = counter("watch_errors_total", "Lists and watches that failed.", ["kind"]);
  const served = new Gauge({
    name: "gastown_operator_kind_served",
    help: "1 while the API server lets the kind be read, 0 while its CRD is missing or it is forbidden.",
    labelNames: ["kind"],
    registers,
  });
  const writes = counter("status_writes_total", "Status writes by outcome.", ["outcome"]);
  const refused = counter("refused_writes_total", "Writes that the API server refused.", [
    ...["write", "kind", "reason"],
  ]);
  const journal = counter("journal_errors_total", "Journal writes that failed.", []);
  return {
    observed: (seconds, isTrusted) => observation.observe({ trusted: String(isTrusted) }, seconds),
    townRead: (readAt, isTrusted) => reads.set({ trusted: String(isTrusted) }, readAt),
    rigsRead: rigGauge(registers),
    missedEvents: (kind, count) => missed.inc({ kind }, count),
    watchFailed: (kind) => failed.inc({ kind }),
    kindServed: (kind, isServed) => served.set({ kind }, Number(isServed)),
    statusWrite: (outcome) => writes.inc({ outcome }),
    writeRefused: (write, kind, reason) => refused.inc({ write, kind, reason }),
    writesRefused: refusedGauge(registers),
    journalFailed: () => journal.inc(),
    watchJournal: journalGauges(registers),
  };
}

/** A replica has a journal for each term, one after another; the series are made with the first. */
function journalGauges(registers: Registry[]): Metrics["watchJournal"] {
  let watched: (() => JournalSample) | null = null;
  return (health) => {
    if (watched === null) makeJournalGauges(registers, () => (watched ?? health)());
    watched = health;
  };
}

function makeJournalGauges(registers: Registry[], health: () => JournalSample): void {
  const gauge = (name: string, help: string, read: (sample: JournalSample) => number): Gauge =>
    new Gauge({
      name: `gastown_operator_journal_${name}`,
      help,
      registers,
      collect() {
        this.set(read(health()));
      },
    });
  gauge("writable", "1 while the journal can be written.", ({ ok }) => (ok ? 1 : 0));
  gauge("lost_records", "Records that could not be written since the start.", ({ lost }) => lost);
}

function rigGauge(registers: Registry[]): Metrics["rigsRead"] {
  const gauge = new Gauge({
    name: "gastown_operator_rig_read_timestamp_seconds",
    help: "Start of the newest read of the rig's polecats: a town in which that takes long is read rig by rig.",
    labelNames: ["rig"],
    registers,
  });
  return (readAt) => {
    gauge.reset();
    for (const [rig, at] of readAt) gauge.set({ rig }, at);
  };
}

function refusedGauge(registers: Registry[]): Metrics["writesRefused"] {
  const gauge = new Gauge({
    name: "gastown_operator_writes_refused",
    help: "Writes that are refused now: those of a resource whose newest status, Event or finalizer is not on the server, and those of a Lease.",
    registers,
  });
  const counts = { resources: 0, lease: 0 };
  return (count, of = "resources") => {
    counts[of] = count;
    gauge.set(counts.resources + counts.lease);
  };
}
