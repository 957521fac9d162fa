/** /metrics, /healthz and /readyz of an assembled operator. */
import type { Config } from "../settings/index.ts";
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
  readonly ready: () => Promise<HealthReport>;
}

/** @throws Error naming the address when it cannot be listened on. */
export function serveTelemetry(
  config: Config,
  { metrics, logger, ready }: Observed,
): Promise<TelemetryServer> {
  return startTelemetryServer({
    address: config.httpAddress,
    registry: metrics.registry,
    onProblem: (error) => logger.warn({ error: String(error) }, "a request to --http-address"),
    health: () => ({ ok: true, checks: [{ name: "process", ok: true, message: "alive" }] }),
    ready,
  });
}

/** The operator and what it needs around it, for whoever asks. */
export async function healthOf(operator: Operator, requirements: Requirements): Promise<HealthReport> {
  const [own, around] = [operator.ready(), await requirements.check()];
  const checks = [...own.checks, ...around.checks];
  return {
    ok: own.ok && around.ok,
    checks: checks.map(({ name, ok, message, concern }) => ({
      ...{ name, ok, message: redactText(message) },
      ...(concern !== undefined && { concern: redactText(concern) }),
    })),
  };
}
