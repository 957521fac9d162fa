/**
 * Phase gauges: 1 for the phase that a resource is in. Series of left phases and of deleted resources go away. Their
 * labels are fixed and have no namespace: where two namespaces hold a name, the series counts both, so that a sum over
 * them is a count of resources.
 */
import { Gauge, type Registry } from "prom-client";

/** A kind whose resources have a gauge of their phases, `gastown_KIND_phase`. */
export interface PhaseKind {
  readonly singular: string;
  /** Beside the phase; null for a kind without such a gauge. */
  readonly phaseLabels: readonly ("rig" | "name")[] | null;
}

interface Labels {
  readonly rig: string;
  readonly name: string;
  readonly phase: string;
}

export interface PhaseGauges {
  /** Nothing for a kind without such a gauge. @param id the resource's uid. */
  set(kind: string, id: string, labels: Labels): void;
  remove(kind: string, id: string): void;
  /** Nobody here knows the phases any more. */
  clear(): void;
}

export function createPhaseGauges(registry: Registry, kinds: readonly PhaseKind[]): PhaseGauges {
  const gauges = new Map(kinds.flatMap((kind) => gaugeOf(registry, kind)));
  const current = new Map<string, Record<string, string>>();
  /** How many resources are in each series. */
  const holders = new Map<string, number>();
  const count = (kind: string, labels: Record<string, string>, change: 1 | -1): void => {
    const gauge = gauges.get(kind)?.gauge;
    const key = `${kind} ${JSON.stringify(labels)}`;
    const held = (holders.get(key) ?? 0) + change;
    if (held > 0) {
      holders.set(key, held);
      gauge?.set(labels, held);
    } else {
      holders.delete(key);
      gauge?.remove(labels);
    }
  };
  const remove: PhaseGauges["remove"] = (kind, id) => {
    const labels = current.get(id);
    if (labels === undefined) return;
    current.delete(id);
    count(kind, labels, -1);
  };
  return {
    remove,
    clear() {
      for (const { gauge } of gauges.values()) gauge.reset();
      current.clear();
      holders.clear();
    },
    set(kind, id, given) {
      const names = gauges.get(kind)?.names;
      if (names === undefined) return;
      const labels = Object.fromEntries(names.map((name) => [name, given[name]]));
      remove(kind, id);
      current.set(id, labels);
      count(kind, labels, 1);
    },
  };
}

function gaugeOf(registry: Registry, { singular, phaseLabels }: PhaseKind) {
  if (phaseLabels === null) return [];
  const names = [...phaseLabels, "phase" as const];
  const gauge = new Gauge({
    name: `gastown_${singular}_phase`,
    help: `1 for the phase that the ${singular} is in; more where several namespaces have one of this name in it.`,
    labelNames: names,
    registers: [registry],
  });
  return [[singular, { gauge, names }] as const];
}
