/** Replicas of one operator: who leads, and which of them made which call of gt. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { GtCall } from "./gt-calls.ts";
import type { OperatorProcess } from "./operator-process.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

const MARK = "CALLED_BY_";

/** Flags for a takeover in seconds; the ratios are those of the defaults. */
export const FAST_ELECTION = [
  "--leader-elect=true",
  "--leader-elect-lease-duration=10s",
  "--leader-elect-renew-deadline=7s",
  "--leader-elect-retry-period=1s",
] as const;

/** Starts one more replica, whose calls of gt bear its name. */
export function startReplica(
  world: World,
  name: string,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): OperatorProcess {
  const gtPath = path.join(world.folder, `gt-of-${name}`);
  writeFileSync(gtPath, `#!/bin/sh\n${MARK}${name}=1 exec "${world.town.gtPath}" "$@"\n`);
  chmodSync(gtPath, 0o755);
  return world.startOperator(flags, { ...env, GT_PATH: gtPath });
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

/** When calls that were killed, and so could not say it themselves, were really gone; epoch ms by pid. */
export type Endings = ReadonlyMap<number, number>;

/** Looks for them until the returned `end` is called. A call that is found gone died at most one look earlier. */
export function watchEndings({ town }: World): { readonly endings: Endings; end(): void } {
  const endings = new Map<number, number>();
  const timer = setInterval(() => {
    for (const { pid, endedAt } of town.calls("sling ")) {
      if (endedAt === null && !endings.has(pid) && !isAlive(pid)) endings.set(pid, Date.now());
    }
  }, LOOK_EVERY_MS);
  return { endings, end: () => clearInterval(timer) };
}

/** Much less than a new leader needs to read the town before its first write. */
const LOOK_EVERY_MS = 25;

/** A process that has ended and whose parent has not asked yet does nothing any more. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Pairs of writes by different replicas that ran at the same time. One without an end, seen by nobody, still runs. */
export function overlaps(writes: readonly GtCall[], endings: Endings): readonly string[] {
  const endOf = ({ pid, endedAt }: GtCall): number => endedAt ?? endings.get(pid) ?? Infinity;
  return writes.flatMap((one, index) =>
    writes
      .slice(index + 1)
      .filter((other) => callerOf(one) !== callerOf(other))
      .filter((other) => one.startedAt < endOf(other) && other.startedAt < endOf(one))
      .map((other) => `${callerOf(one)}: ${one.line} / ${callerOf(other)}: ${other.line}`),
  );
}
