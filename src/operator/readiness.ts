/** Whether the operator can do its work: it knows the resources, and it has read the town. */
import type { GtProgram } from "../../machines/index.ts";
import type { JournalHealth } from "../host/index.ts";
import type { HealthCheck, HealthReport } from "../telemetry/index.ts";
import { servedChecks, type ServedKind } from "./served.ts";

export interface Reads {
  /** Epoch ms of the newest read of the town, trusted or not; null before the first. */
  readonly readAt: number | null;
  /** Of the newest one whose answer can be trusted. */
  readonly trustedAt: number | null;
  /** Why the newest read cannot be trusted; null where it can. */
  readonly distrust: string | null;
  readonly now: number;
  /** The rig whose polecats were read longest ago, where the rigs are read in turns; null where all are read at once. */
  readonly oldestRig: { readonly name: string; readonly readAt: number } | null;
  /** The gt of the newest read; null before it. */
  readonly gt: GtProgram | null;
}

/** A journal as its own words tell of it. */
type Written = Pick<JournalHealth, "ok" | "message" | "trouble">;

/**
 * @param writes whether the API server takes them: one resource whose status it refuses keeps nobody else from service.
 */
export function readiness(
  kinds: readonly ServedKind[],
  reads: Reads,
  journal: Written,
  writes: HealthCheck,
): HealthReport {
  const checks = [
    ...servedChecks(kinds),
    { name: "town", ok: reads.readAt !== null, message: townText(reads), ...concern(townConcern(reads)) },
    { name: "gt version", ok: true, message: gtText(reads.gt), ...concern(reads.gt?.note ?? null) },
    // Without its journal the operator serves on: people should know, and no traffic should be taken from it.
    { name: "journal", ok: true, message: journal.message, ...concern(journal.trouble) },
  ];
  return { ok: checks.every(({ ok }) => ok), checks: [...checks, writes] };
}

function concern(text: string | null): Pick<HealthCheck, "concern"> {
  return text === null ? {} : { concern: text };
}

function townConcern({ readAt, distrust }: Reads): string | null {
  return readAt === null ? "it was not read yet" : distrust;
}

function townText({ readAt, trustedAt, distrust, now, oldestRig }: Reads): string {
  if (readAt === null) return "not read yet";
  const ago = (at: number): string => `${Math.max(0, Math.round((now - at) / 1000))} s ago`;
  const turns =
    oldestRig === null
      ? ""
      : `; rigs are read in turns, ${oldestRig.name} longest ago, ${ago(oldestRig.readAt)}`;
  const last = `last read ${ago(readAt)}, at ${new Date(readAt).toISOString()}${turns}`;
  if (trustedAt === readAt) return last;
  const trusted = trustedAt === null ? "no read could be trusted yet" : `last trusted read ${ago(trustedAt)}`;
  return `${last}; ${trusted}${distrust === null ? "" : `: ${distrust}`}`;
}

function gtText(gt: GtProgram | null): string {
  return gt?.note ?? gt?.version ?? "not read yet";
}
