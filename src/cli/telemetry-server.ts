/** /metrics, /healthz and /readyz of an assembled operator. */
import type { Config } from "../config.ts";
import { redactText } from "../host/index.ts";
import type { Operator } from "../operator/index.ts";
import {
  startTelemetryServer,
  type HealthReport,
  type Logger,
  type Metrics,
  type TelemetryServer,
} from "../telemetry/index.ts";
import type { Requirements } from "./requirements.ts";

interface Observed {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly operator: Operator;
  readonly requirements: Requirements;
}

/** @throws Error naming the address when it cannot be listened on. */
export function serveTelemetry(
  config: Config,
  { metrics, logger, operator, requirements }: Observed,
): Promise<TelemetryServer> {
  return startTelemetryServer({
    address: config.httpAddress,
    registry: metrics.registry,
    onProblem: (error) => logger.warn({ error: String(error) }, "a request to --http-address"),
    health: () => ({ ok: true, checks: [{ name: "process", ok: true, message: "alive" }] }),
    ready: async () => together(operator.ready(), await requirements.check()),
  });
}

function together(operator: HealthReport, around: HealthReport): HealthReport {
  const checks = [...operator.checks, ...around.checks];
  return {
    ok: operator.ok && around.ok,
    checks: checks.map(({ message, ...check }) => ({ ...check, message: redactText(message) })),
  };
}
