/** Metrics of the rigs' merge queues. */
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** What became of merge requests of a rig. */
export interface MergeSample {
  readonly ended: readonly {
    readonly result: "success" | "failure" | "lost";
    /** From the request's creation to its end. */
    readonly durationMs: number | null;
  }[];
  readonly conflicts: number;
}

export interface RefineryMetrics {
  /** All queues that could be read, by rig: no series is better than a stale one. */
  queueLengths(lengths: ReadonlyMap<string, number>): void;
  merged(rig: string, sample: MergeSample): void;
  /** Drops the series of all other rigs: one that comes back under its name counts from zero. */
  keepRigs(rigs: ReadonlySet<string>): void;
}

const RESULTS = ["success", "failure", "conflict"] as const;

/** A merge request waits for an agent: minutes to hours, seconds. */
const WAITS = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];

const nameOf = (part: string): string => `gastown_refinery_${part}`;

export function refineryMetrics(registry: Registry): RefineryMetrics {
  const queue = new Gauge({
    name: nameOf("queue_length"),
    help: "Open merge requests of the rig.",
    labelNames: ["rig"],
    registers: [registry],
  });
  return {
    queueLengths(lengths) {
      queue.reset();
      for (const [rig, length] of lengths) queue.set({ rig }, length);
    },
    ...mergeMetrics(registry),
  };
}

function mergeMetrics(registry: Registry): Omit<RefineryMetrics, "queueLengths"> {
  const registers = [registry];
  const merges = new Counter({
    name: nameOf("merge_total"),
    help: "Merges that went through, conflicted, or were rejected.",
    labelNames: ["rig", "result"],
    registers,
  });
  const durations = new Histogram({
    name: nameOf("merge_duration_seconds"),
    help: "From a merge request to its merge.",
    labelNames: ["rig"],
    registers,
    buckets: WAITS,
  });
  const conflicts = new Counter({
    name: nameOf("conflicts_total"),
    help: "Tries to merge that conflicted.",
    labelNames: ["rig"],
    registers,
  });
  /** Rigs that have series. */
  const counted = new Set<string>();
  return {
    keepRigs(rigs) {
      for (const rig of counted) {
        if (rigs.has(rig)) continue;
        counted.delete(rig);
        for (const result of RESULTS) merges.remove({ rig, result });
        durations.remove({ rig });
        conflicts.remove({ rig });
      }
    },
    merged(rig, sample) {
      counted.add(rig);
      for (const { result, durationMs } of sample.ended) {
        // How a purged request ended, nobody can say.
        if (result === "lost") continue;
        merges.inc({ rig, result });
        if (result === "success" && durationMs !== null) durations.observe({ rig }, durationMs / 1000);
      }
      if (sample.conflicts === 0) return;
      merges.inc({ rig, result: "conflict" }, sample.conflicts);
      conflicts.inc({ rig }, sample.conflicts);
    },
  };
}
