/** Replicas of one operator: who leads, and which of them made which call of gt. */
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { GtCall } from "./gt-calls.ts";
import type { OperatorProcess } from "./operator-process.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

const MARK = "CALLED_BY_";

/** Flags for a takeover in seconds; the ratios are those of the defaults. */
export const FAST_ELECTION = [
  "--leader-elect=true",
  "--leader-elect-lease-duration=6s",
  "--leader-elect-renew-deadline=4s",
  "--leader-elect-retry-period=800ms",
] as const;

/** Starts one more replica, whose calls of gt bear its name. */
export function startReplica(
  world: World,
  name: string,
  env: Readonly<Record<string, string>> = {},
): OperatorProcess {
  const gtPath = path.join(world.folder, `gt-of-${name}`);
  writeFileSync(gtPath, `#!/bin/sh\n${MARK}${name}=1 exec "${world.town.gtPath}" "$@"\n`);
  chmodSync(gtPath, 0o755);
  return world.startOperator([], { ...env, GT_PATH: gtPath });
}

/** The replica that made a call; `first` is the world's own operator. */
export function callerOf({ env }: GtCall): string {
  return env.find((variable) => variable.startsWith(MARK))?.slice(MARK.length) ?? "first";
}

/** How often it has become the leader. */
export function terms(replica: OperatorProcess): number {
  return replica.output.split('"leads now"').length - 1;
}

export async function untilLeads(replica: OperatorProcess, times = 1): Promise<void> {
  await until(
    `it leads for the ${times}. time`,
    () => terms(replica) >= times,
    () => replica.tail(),
  );
}

/** Resolves with the replica that leads first. */
export async function firstLeader(...replicas: readonly OperatorProcess[]): Promise<OperatorProcess> {
  return until("somebody leads", () => replicas.find((replica) => terms(replica) > 0));
}

/** Pairs of writes by different replicas that ran at the same time. A call that was killed ended at `killedAt`. */
export function overlaps(writes: readonly GtCall[], killedAt: number): readonly string[] {
  return writes.flatMap((one, index) =>
    writes
      .slice(index + 1)
      .filter((other) => callerOf(one) !== callerOf(other))
      .filter(
        (other) => one.startedAt < (other.endedAt ?? killedAt) && other.startedAt < (one.endedAt ?? killedAt),
      )
      .map((other) => `${callerOf(one)}: ${one.line} / ${callerOf(other)}: ${other.line}`),
  );
}
