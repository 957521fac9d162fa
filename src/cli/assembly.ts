/** Assembly: from a configuration and a Kubernetes connection to an operator with its adapters. */
import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import type { Config } from "../config.ts";
import { childEnvironment, createExecaGt, createGtClient, watchFeed, type GtClient } from "../gt/index.ts";
import { createMemoryJournal, openFileJournal, systemClock, type Journal } from "../host/index.ts";
import { createKubeApi, type KubeApi, type KubeConnection } from "../kube/index.ts";
import { createOperator, type Operator, type OperatorSettings } from "../operator/index.ts";
import { createMetrics, startTelemetryServer, type Logger, type Metrics } from "../telemetry/index.ts";
import type { PathState } from "../town/index.ts";
import { createInspection, openInspector, type Inspection } from "./inspector.ts";

/** How long a sync waits for one read of gt before it goes on without it, ms. */
const PATIENCE_MS = 10_000;

export interface Assembled {
  readonly operator: Operator;
  readonly metrics: Metrics;
  /** Port of /metrics, /healthz and /readyz. */
  readonly httpPort: number;
  /** Address of the inspector's page; null where there is none. */
  readonly inspectorUrl: string | null;
  close(withinMs: number): Promise<void>;
}

export async function assemble(
  config: Config,
  connection: KubeConnection,
  logger: Logger,
  { takesFreePort = false }: { readonly takesFreePort?: boolean } = {},
): Promise<Assembled> {
  const metrics = createMetrics();
  const inspection = createInspection();
  const gt = createClient(config, metrics, logger, inspection);
  const api = createApi(connection);
  const operator = createOperator({
    api,
    gt,
    clock: systemClock,
    random: Math.random,
    journal: inspection.tapJournal(openJournal(config, logger)),
    onlooker: inspection.onlooker,
    logger,
    metrics,
    statPath,
    watchFeed: (onEvent) => watchFeed(config.townRoot, onEvent),
    settings: settingsOf(config),
  });
  const server = await startTelemetryServer({
    address: config.httpAddress,
    registry: metrics.registry,
    health: () => ({ ok: true, checks: [{ name: "process", ok: true, message: "alive" }] }),
    ready: () => operator.ready(),
  });
  const inspector = await openInspector(config, { inspection, operator, gt, logger, takesFreePort });
  return {
    operator,
    metrics,
    httpPort: server.port,
    inspectorUrl: inspector?.url ?? null,
    async close(withinMs) {
      await operator.close(withinMs);
      await inspector?.close();
      await server.close();
      await connection.close();
    },
  };
}

function settingsOf(config: Config): OperatorSettings {
  return {
    pollMs: config.pollMs,
    patienceMs: PATIENCE_MS,
    stuckThresholdMs: config.stuckThresholdMs,
    defaultWitness: config.defaultWitness,
    namespace: config.namespace,
    adopt: config.adopt,
    adoptNamespace: config.namespace ?? "default",
    instance: hostname(),
  };
}

function createClient(config: Config, metrics: Metrics, logger: Logger, inspection: Inspection): GtClient {
  const { gtPath, townRoot, env } = config;
  return createGtClient({
    exec: createExecaGt({ gtPath, townRoot, env: childEnvironment(env, townRoot) }),
    gtPath,
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

function createApi(connection: KubeConnection): KubeApi {
  return createKubeApi(connection);
}

function openJournal({ dataDir, journal }: Config, logger: Logger): Journal {
  if (dataDir === undefined) return createMemoryJournal();
  return openFileJournal({
    ...journal,
    folder: path.join(dataDir, "journal"),
    clock: systemClock,
    onWarning: (warning) => logger.warn(warning),
  });
}

/** Only a clear "no such file" is missing: a folder that may not be read, or a mount that hangs, is unknown. */
async function statPath(folder: string): Promise<PathState> {
  try {
    return (await stat(folder)).isDirectory() ? "present" : "missing";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unknown";
  }
}
