/** The rules by which kstatus, and with it Flux, reads a resource of a kind that it does not know. */
import type { Seen } from "../e2e/harness/index.ts";

export type Kstatus = "InProgress" | "Failed" | "Current" | "Terminating";

/** In the order of kstatus' own checks: deletion, generation, its two conditions as they come, and Ready. */
export function kstatus({ metadata, status }: Seen): Kstatus {
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  if (status.observedGeneration !== undefined && status.observedGeneration !== metadata.generation)
    return "InProgress";
  const holding = status.conditions.filter((condition) => condition.status === "True");
  for (const { type } of holding) {
    if (type === "Reconciling") return "InProgress";
    if (type === "Stalled") return "Failed";
  }
  const ready = status.conditions.find(({ type }) => type === "Ready");
  return ready === undefined || ready.status === "True" ? "Current" : "InProgress";
}
