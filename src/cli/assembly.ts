/** Assembly: from a configuration and a Kubernetes connection to an operator with its adapters. */
import { ALL_KINDS } from "../kinds/index.ts";
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import path from "node:path";
import type { Config, ElectionSettings } from "../settings/index.ts";
import {
  canFence,
  createExecaGt,
  createFence,
  createGtClient,
  createOwnCalls,
  programPrint,
  readRigUrls,
  readWorktree,
  watchDatabases,
  watchFeed,
  type Fence,
  type GtClient,
  type GtExec,
  type Hint,
  type OwnCalls,
} from "../gt/index.ts";
import { actorName, createMemoryJournal, openFileJournal, systemClock, type Journal } from "../host/index.ts";
import { createKubeApi, underTerm, type KubeApi, type KubeConnection } from "../kube/index.ts";
import { createOperator, createReplica, type Operator, type OperatorOptions } from "../operator/index.ts";
import { createMetrics, type HealthReport, type Logger, type Metrics } from "../telemetry/index.ts";
import { startWatchdog, type Watchdog } from "../watchdog/index.ts";
import { closingOnFailure, type Close } from "./closing.ts";
import { makeDataFolder } from "./data-folder.ts";
import { statPath } from "./path-state.ts";
import { createElection, createLeaseWrites, leaseName, townLeaseName } from "./election.ts";
import { gtEnvironment, searchedFolders } from "./gt-environment.ts";
import { createInspection, openInspector, type Inspection } from "./inspector.ts";
import { redactedApi } from "./redacted-api.ts";
import { healthOf, serveTelemetry } from "./telemetry-server.ts";
import { createRequirements, type Requirements } from "./requirements.ts";

/** How long a sync waits for one read of gt before it goes on without it, ms. */
const READ_TIMEOUT_MS = 10_000;

export interface Assembled {
  readonly operator: Operator;
  readonly metrics: Metrics;
  readonly requirements: Requirements;
  /** Port of /metrics, /healthz and /readyz. */
  readonly httpPort: number;
  /** Address of the inspector's page; null where there is none. */
  readonly inspectorUrl: string | null;
  close(withinMs: number): Promise<void>;
}

/**
 * @param connection closed with the rest, also where the assembly fails.
 * @throws ConfigError for what a person has to set otherwise, an Error where something cannot be opened; nothing that was
 * opened until then stays open.
 */
export function assemble(
  config: Config,
  connection: KubeConnection,
  logger: Logger,
  options: { readonly takesFreePort?: boolean } = {},
): Promise<Assembled> {
  return closingOnFailure((opened) => assembled(config, connection, logger, opened, options));
}

async function assembled(
  config: Config,
  connection: KubeConnection,
  logger: Logger,
  opened: (close: Close) => void,
  { takesFreePort = false }: { readonly takesFreePort?: boolean },
): Promise<Assembled> {
  opened(() => connection.close());
  const metrics = createMetrics(ALL_KINDS);
  const inspection = createInspection(logger);
  const ownCalls = createOwnCalls();
  const watchdog = config.watchdogMs === null ? null : startWatchdog(config.watchdogMs);
  opened(() => watchdog?.close());
  const parts = {
    metrics,
    logger,
    inspection,
    watchdog,
    ownCalls,
    api: redactedApi(createKubeApi(connection)),
  };
  const requirements = createRequirements(config, logger);
  void requirements.check();
  const operator =
    config.leaderElection === undefined
      ? await alone(config, parts)
      : replica(config, config.leaderElection, parts);
  opened(() => operator.close(0));
  const ready = (): Promise<HealthReport> => healthOf(operator, requirements);
  const server = await serveTelemetry(config, { metrics, logger, ready });
  opened(() => server.close());
  // A client of its own, which only reads: those of a replica come and go with its terms.
  const gt = createClient(config, ownCalls.around(createExec(config)), parts);
  opened(() => gt.close());
  const inspector = await openInspector(config, { inspection, operator, ready, gt, logger, takesFreePort });
  return {
    operator,
    metrics,
    requirements,
    httpPort: server.port,
    inspectorUrl: inspector?.url ?? null,
    async close(withinMs) {
      await operator.close(withinMs);
      gt.close();
      await inspector?.close();
      await server.close();
      await connection.close();
      await watchdog?.close();
    },
  };
}

interface Surroundings {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly api: KubeApi;
  readonly inspection: Inspection;
  readonly watchdog: Watchdog | null;
  readonly ownCalls: OwnCalls;
}

interface RunParts extends Surroundings, Pick<OperatorOptions, "fencingBarrier"> {
  readonly exec: GtExec;
}

/** Without a lease. The calls of an operator that was killed may run on: the fence waits for their end. */
async function alone(config: Config, parts: Surroundings): Promise<Operator> {
  const { townRoot } = config;
  const gtEnv = gtEnvironment(config);
  if (!(await canFence(gtEnv))) {
    parts.logger.warn(
      "flock and timeout are not there: after a kill -9, end what runs of gt before a new start",
    );
    return createRun(config, { ...parts, exec: createExec(config) });
  }
  const over = new AbortController();
  const { signal } = over;
  const fence = createFence({
    ...{ townRoot, token: randomUUID(), isHeld: () => true, env: gtEnv, signal },
    onLeft: (argv) => sayLeft(parts.logger, argv),
  });
  return createRun(config, {
    ...parts,
    exec: fence.around(createExec(config, fence.writePrefix)),
    fencingBarrier(closing) {
      closing.addEventListener("abort", () => over.abort(), { once: true });
      return fence.take();
    },
  });
}

/** One life of the operator; a replica has one for each term that it leads. */
function createRun(config: Config, parts: RunParts): Operator {
  const { metrics, logger, api, inspection, watchdog, exec, ownCalls, fencingBarrier } = parts;
  return createOperator({
    api,
    gt: createClient(config, ownCalls.around(exec), parts),
    clock: systemClock,
    random: Math.random,
    journal: inspection.tapJournal(openJournal(config, logger)),
    observer: inspection.observer,
    onTurn: (ref, doing) => watchdog?.note(`${doing} of ${actorName(ref)}`),
    logger,
    metrics,
    statPath,
    rigUrls: () => readRigUrls(config.townRoot),
    watchTown: (onHint) => watchTown(config, ownCalls, onHint),
    ...(fencingBarrier && { fencingBarrier }),
    settings: {
      pollMs: config.pollMs,
      readTimeoutMs: READ_TIMEOUT_MS,
      stuckThresholdMs: config.stuckThresholdMs,
      defaultWitness: config.defaultWitness,
      namespace: config.namespace,
      town: config.town,
      adopt: config.adopt,
      pods: config.pods,
      townRoot: path.resolve(config.townRoot),
      adoptNamespace: config.namespace ?? "default",
      townLease: townLeaseName(config),
      instance: hostname(),
    },
  });
}

/** By the feed, and by the databases for what writes no event. @returns how to stop. */
function watchTown({ townRoot }: Config, ownCalls: OwnCalls, onChange: (hint: Hint) => void): () => void {
  const stopFeed = watchFeed(townRoot, () => onChange("hinted"));
  const stopDatabases = watchDatabases({ townRoot, ownCalls, onChange, ...systemClock });
  return () => {
    stopFeed();
    stopDatabases();
  };
}

/** Each term has an API, a fence and a gt of its own: what outlives it can only end a write, behind the fence. */
function replica(config: Config, settings: ElectionSettings, parts: Surroundings): Operator {
  const { metrics, logger, api } = parts;
  const { townRoot } = config;
  const identity = `${hostname()}_${randomUUID()}`;
  const lease = leaseName(config, settings);
  const writes = createLeaseWrites(logger, metrics);
  const election = createElection({ api, writes, lease, identity, timings: settings, logger });
  return createReplica({
    election,
    lease: `${lease.namespace}/${lease.name}`,
    identity,
    leaseWrites: () => ({ ...writes.check(), name: "lease" }),
    setTimer: systemClock.setTimer,
    logger,
    metrics,
    run: (term, signal) => {
      const gtEnv = gtEnvironment(config);
      const fence = createFence({
        townRoot,
        token: term.token,
        isHeld: () => term.isHeld(),
        env: gtEnv,
        signal,
        onLeft: (argv) => sayLeft(logger, argv),
      });
      const exec = fence.around(createExec(config, fence.writePrefix));
      return {
        operator: createRun(config, { ...parts, api: underTerm(api, term), exec }),
        fencingBarrier: () => fence.take(),
        idle: () => fence.idle(),
      };
    },
  });
}

function sayLeft(logger: Logger, argv: readonly string[]): void {
  logger.warn({ gt: argv }, "gt still runs, and is left to end by itself: the next operator waits for it");
}

function createExec(config: Config, writePrefix?: Fence["writePrefix"]): GtExec {
  const { gtPath, townRoot } = config;
  return createExecaGt({
    gtPath,
    townRoot,
    env: gtEnvironment(config),
    ...(writePrefix && { writePrefix }),
  });
}

function createClient(
  config: Config,
  exec: GtExec,
  { metrics, logger, inspection }: Pick<Surroundings, "metrics" | "logger" | "inspection">,
): GtClient {
  return createGtClient({
    exec,
    gtPath: config.gtPath,
    worktree: async (rig, name) => readWorktree(config.townRoot, rig, name),
    program: () => programPrint(config.gtPath, config.townRoot, searchedFolders(config)),
    now: () => systemClock.now(),
    setTimer: (ms, fire) => systemClock.setTimer(ms, fire),
    maxPauseMs: config.pollMs,
    deadlines: { read: config.readTimeoutMs, sling: config.slingTimeoutMs },
    onCall: (call) => {
      metrics.gtCalled(call);
      inspection.onCall(call);
      logger.debug({ gt: call.argv, durationMs: call.durationMs, reason: call.reason }, `gt ${call.command}`);
    },
  });
}

function openJournal({ dataDir, journal }: Config, logger: Logger): Journal {
  if (dataDir === undefined) return createMemoryJournal();
  makeDataFolder(dataDir);
  return openFileJournal({
    ...journal,
    folder: path.join(dataDir, "journal"),
    clock: systemClock,
    onWarning: (warning) => logger.warn(warning),
  });
}
