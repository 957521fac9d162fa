/** Metrics of polecats in pods. Their series are there once an attempt has ended. */
import { Counter, type Registry } from "prom-client";

export interface PodMetrics {
  /** One pod's attempt at a bead is over. @param cause a Reason of src/pods/causes.ts */
  attemptEnded(cause: string): void;
}

export function podMetrics(registry: Registry): PodMetrics {
  const attempts = new Counter({
    name: "gastown_polecat_attempts_total",
    help: "Attempts of polecats in pods that have ended, by what ended them.",
    labelNames: ["cause"],
    registers: [registry],
  });
  return { attemptEnded: (cause) => attempts.inc({ cause }) };
}
