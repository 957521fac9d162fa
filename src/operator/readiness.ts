/** Whether the operator can do its work: it knows the resources, and it has read the town. */
import type { HealthReport } from "../telemetry/index.ts";

/** @param observedAt epoch ms of the newest read of the town, trusted or not; null before the first. */
export function readiness(isSynced: boolean, observedAt: number | null): HealthReport {
  const checks = [
    { name: "resources", ok: isSynced, message: isSynced ? "listed" : "not listed yet" },
    {
      name: "town",
      ok: observedAt !== null,
      message: observedAt === null ? "not read yet" : `read at ${new Date(observedAt).toISOString()}`,
    },
  ];
  return { ok: checks.every(({ ok }) => ok), checks };
}
