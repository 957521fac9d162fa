/**
 * src/telemetry/: what the operator says of itself.
 *
 * In: calls, transitions, observations. Out: Prometheus metrics, log lines, and the HTTP endpoints that serve
 * /metrics, /healthz and /readyz.
 */
export { startTelemetryServer, type HealthCheck, type HealthReport, type TelemetryServer } from "./http.ts";
export { createLogger, readableLines, transitionLine, type Logger } from "./logger.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
