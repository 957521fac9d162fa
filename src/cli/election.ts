/** Leader election of `run`: which Lease, and the machine's clocks. */
import { readFileSync } from "node:fs";
import type { Config, ElectionSettings } from "../settings/index.ts";
import { systemClock } from "../host/index.ts";
import { Election, type KubeApi } from "../kube/index.ts";
import { createRefusedWrites, tellingLeaseWrites, type RefusedWrites } from "../operator/index.ts";
import type { Logger, Metrics } from "../telemetry/index.ts";
import { townReadName } from "./town-read-name.ts";

/** Where a pod finds the namespace that it runs in. */
const NAMESPACE_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

export interface LeaseName {
  readonly namespace: string;
  readonly name: string;
}

/** Each town has a lease of its own. */
export function leaseName({ town }: Config, { namespace }: ElectionSettings): LeaseName {
  const name = town === undefined ? "gastown-operator" : `gastown-operator-${town}`;
  return { namespace: namespace ?? ownNamespace() ?? "default", name };
}

/** Where it is told when the town was last read; also without leader election. */
export function townLeaseName({ town, leaderElection }: Config): LeaseName {
  const namespace = leaderElection?.namespace ?? ownNamespace() ?? "default";
  return { namespace, name: townReadName(town) };
}

function ownNamespace(): string | undefined {
  try {
    return readFileSync(NAMESPACE_FILE, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** What the API server says of this process's writes of the lease. */
export function createLeaseWrites(logger: Logger, metrics: Metrics): RefusedWrites {
  return createRefusedWrites({
    logger,
    metrics: {
      writeRefused: (write, kind, reason) => metrics.writeRefused(write, kind, reason),
      writesRefused: (count) => metrics.writesRefused(count, "lease"),
    },
    now: () => systemClock.now(),
    isServed: () => true,
  });
}

export interface CandidateParts {
  readonly api: KubeApi;
  readonly writes: RefusedWrites;
  readonly lease: LeaseName;
  readonly identity: string;
  readonly timings: ElectionSettings;
  readonly logger: Logger;
}

export function createElection(parts: CandidateParts): Election {
  const { api, writes, lease, identity, timings, logger } = parts;
  return new Election({
    api: tellingLeaseWrites(api, lease, writes),
    lease,
    identity,
    timings,
    now: () => systemClock.now(),
    monotonic: () => performance.now(),
    random: Math.random,
    setTimer: systemClock.setTimer,
    onDisturbance: (error) =>
      logger.warn({ lease: `${lease.namespace}/${lease.name}`, error: String(error) }, "leader election"),
  });
}
