/**
 * Phase gauges: 1 for the phase that a resource is in. Series of left phases and of deleted resources go away. Their
 * labels are fixed and have no namespace: where two namespaces hold a name, the series counts both, so that a sum over
 * them is a count of resources.
 */
import { Gauge, type Registry } from "prom-client";

interface Labels {
  readonly rig: string;
  readonly name: string;
  readonly phase: string;
}

export interface PhaseGauges {
  /** @param id the resource's uid. */
  set(kind: "rig" | "polecat" | "convoy", id: string, labels: Labels): void;
  remove(kind: "rig" | "polecat" | "convoy", id: string): void;
  /** Nobody here knows the phases any more. */
  clear(): void;
}

export function createPhaseGauges(registry: Registry): PhaseGauges {
  const gauge = (kind: string, labelNames: string[]): Gauge =>
    new Gauge({
      name: `gastown_${kind}_phase`,
      help: `1 for the phase that the ${kind} is in; more where several namespaces have one of this name in it.`,
      labelNames,
      registers: [registry],
    });
  const gauges = {
    rig: gauge("rig", ["rig", "phase"]),
    polecat: gauge("polecat", ["rig", "name", "phase"]),
    convoy: gauge("convoy", ["rig", "name", "phase"]),
  };
  const current = new Map<string, Record<string, string>>();
  /** How many resources are in each series. */
  const holders = new Map<string, number>();
  const count = (kind: keyof typeof gauges, labels: Record<string, string>, change: 1 | -1): void => {
    const key = `${kind} ${JSON.stringify(labels)}`;
    const held = (holders.get(key) ?? 0) + change;
    if (held > 0) {
      holders.set(key, held);
      gauges[kind].set(labels, held);
    } else {
      holders.delete(key);
      gauges[kind].remove(labels);
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
      for (const gauge of Object.values(gauges)) gauge.reset();
      current.clear();
      holders.clear();
    },
    set(kind, id, { rig, name, phase }) {
      const labels: Record<string, string> = kind === "rig" ? { rig, phase } : { rig, name, phase };
      remove(kind, id);
      current.set(id, labels);
      count(kind, labels, 1);
    },
  };
}
