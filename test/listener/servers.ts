/**
 * A process with every server of the operator, for tests that want to end it. Tells its ports, and when asked how much
 * memory and how many connections it holds and what its handlers failed on. Run with --expose-gc.
 */
import { crds, ALL_KINDS } from "../../src/kinds/index.ts";
import { startEmbeddedApi } from "embedded-kube";
import { createMetrics, startTelemetryServer } from "../../src/telemetry/index.ts";
import { inspectedTown } from "../inspector/given.ts";

export const TOKEN = "token-of-the-embedded-api";

export interface Ports {
  readonly telemetry: number;
  readonly inspector: number;
  readonly api: number;
  readonly apiOverTls: number;
}

export interface Holdings {
  readonly bytes: number;
  readonly connections: number;
  /** What the handlers threw. */
  readonly problems: readonly string[];
}

const problems: string[] = [];
const onProblem = (error: unknown): void =>
  void problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));

function holdings(): Holdings {
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  const connections = process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
  return { bytes: heapUsed + external + arrayBuffers, connections, problems };
}

async function main(): Promise<void> {
  const well = { ok: true, checks: [{ name: "process", ok: true, message: "alive" }] };
  const telemetry = await startTelemetryServer({
    address: "127.0.0.1:0",
    registry: createMetrics(ALL_KINDS).registry,
    health: () => well,
    ready: () => Promise.resolve(well),
    onProblem,
  });
  const town = await inspectedTown({ onProblem });
  for (const name of ["a", "b", "c"]) town.start(name);
  const api = await startEmbeddedApi({ crds: crds(ALL_KINDS), token: TOKEN, tls: false });
  const apiOverTls = await startEmbeddedApi({ crds: crds(ALL_KINDS), token: TOKEN });
  const portOf = (url: string): number => Number(new URL(url).port);
  const ports: Ports = {
    telemetry: telemetry.port,
    inspector: portOf(town.inspector.url),
    api: portOf(api.url),
    apiOverTls: portOf(apiOverTls.url),
  };
  process.on("message", () => process.send?.({ holdings: holdings() }));
  process.send?.({ ports });
}

// Imported for its types elsewhere.
if (process.send !== undefined && process.argv[1] === import.meta.filename) await main();
