/** Whether the operator can do its work: it knows the resources, and it has read the town. */
import type { HealthReport } from "../telemetry/index.ts";
import { servedChecks, type ServedKind } from "./served.ts";

/**
 * @param observedAt epoch ms of the newest read of the town, trusted or not; null before the first.
 * @param journal its own words.
 * @param writes whether the API server takes them: one resource whose status it refuses keeps nobody else from service.
 */
export function readiness(
  kinds: readonly ServedKind[],
  observedAt: number | null,
  journal: string,
  writes: HealthReport["checks"][number],
): HealthReport {
  const checks = [
    ...servedChecks(kinds),
    {
      name: "town",
      ok: observedAt !== null,
      message: observedAt === null ? "not read yet" : `read at ${new Date(observedAt).toISOString()}`,
    },
    // Without its journal the operator serves on: people should know, and no traffic should be taken from it.
    { name: "journal", ok: true, message: journal },
  ];
  return { ok: checks.every(({ ok }) => ok), checks: [...checks, writes] };
}
