/** How far resources have come: since when a polecat is stuck, and how many of a convoy's beads are closed. */
import { Gauge, type Registry } from "prom-client";

export interface Progress {
  /** Empty for what has none. */
  readonly namespace: string;
  readonly rig: string;
  readonly name: string;
  /** Epoch ms; null while it is not stuck. */
  readonly stuckSince: number | null;
  /** Null before they were counted, and of what has none. */
  readonly beads: { readonly closed: number; readonly open: number } | null;
}

export interface ProgressGauges {
  /** @param id the resource's uid. */
  set(id: string, progress: Progress): void;
  remove(id: string): void;
  /** Nobody here knows of any progress any more. */
  clear(): void;
}

/** Not `namespace`: that label is the operator's own once Prometheus has scraped it. */
const RESOURCE = ["rig", "resource_namespace", "name"] as const;

function labelsOf({ rig, namespace, name }: Progress): Record<(typeof RESOURCE)[number], string> {
  return { rig, resource_namespace: namespace, name };
}

export function createProgressGauges(registry: Registry): ProgressGauges {
  const known = new Map<string, Progress>();
  new Gauge({
    name: "gastown_operator_polecat_stuck_since_seconds",
    help: "Since when the polecat gives no sign of life, seconds of the epoch; no series while it is not stuck.",
    labelNames: [...RESOURCE],
    registers: [registry],
    collect() {
      this.reset();
      for (const progress of known.values())
        if (progress.stuckSince !== null) this.set(labelsOf(progress), progress.stuckSince / 1000);
    },
  });
  new Gauge({
    name: "gastown_operator_convoy_beads",
    help: "Beads of the convoy by state; those that could not be read count as open.",
    labelNames: [...RESOURCE, "state"],
    registers: [registry],
    collect() {
      this.reset();
      for (const progress of known.values()) {
        if (progress.beads === null) continue;
        this.set({ ...labelsOf(progress), state: "closed" }, progress.beads.closed);
        this.set({ ...labelsOf(progress), state: "open" }, progress.beads.open);
      }
    },
  });
  return {
    set: (id, progress) => void known.set(id, progress),
    remove: (id) => void known.delete(id),
    clear: () => known.clear(),
  };
}
