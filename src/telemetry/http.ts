/** The endpoints for Prometheus and the kubelet: /metrics, /healthz, /readyz. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import {
  createListener,
  isLoopback,
  isOwnHost,
  listenOn,
  parseAddress,
  type ListenerLimits,
  type RequestTarget,
} from "@gastown/listener";

export interface HealthReport {
  readonly ok: boolean;
  /** One line a check, as kube-apiserver's /readyz?verbose prints them. */
  readonly checks: readonly HealthCheck[];
}

export interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  /** What people should know although the check passes, in words that stay the same while it lasts. */
  readonly concern?: string;
}

export interface TelemetryServerOptions {
  /** `:8080`, `127.0.0.1:8080`, `[::1]:0`; an empty host listens on all addresses, port 0 takes a free one. */
  readonly address: string;
  readonly registry: Registry;
  readonly health: () => HealthReport;
  readonly ready: () => Promise<HealthReport>;
  /** A defect of an answer, or of the listening. */
  readonly onProblem: (error: unknown) => void;
}

export interface TelemetryServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The kubelet and a few scrapers ask here, and nobody else has to. */
const LIMITS: ListenerLimits = { connections: 100, headMs: 5_000, requestMs: 10_000, quietMs: 30_000 };

/** @throws Error naming the address when it cannot be listened on. */
export async function startTelemetryServer(options: TelemetryServerOptions): Promise<TelemetryServer> {
  const parsed = parseAddress(options.address);
  if (parsed === null) throw new Error(`${options.address} is no address such as :8080 or 127.0.0.1:8080`);
  const { host, port } = parsed;
  const shared = shareAnswers(options);
  const listener = createListener({
    limits: LIMITS,
    onProblem: options.onProblem,
    onRequest: (target, request, response) => answer(shared, host, target, request, response),
  });
  try {
    return { port: await listenOn(listener, port, host), close: () => listener.close() };
  } catch (cause) {
    throw new Error(`cannot listen on ${options.address}: choose another --http-address`, { cause });
  }
}

interface Answers {
  readonly contentType: string;
  readonly metrics: () => Promise<Buffer>;
  readonly ready: () => Promise<HealthReport>;
  readonly health: () => HealthReport;
}

/** Many that ask at once get one answer, made once and kept in memory once. */
function shareAnswers({ registry, ready, health }: TelemetryServerOptions): Answers {
  return {
    contentType: registry.contentType,
    metrics: joined(async () => Buffer.from(await registry.metrics())),
    ready: joined(ready),
    health,
  };
}

function joined<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let making: Promise<Value> | null = null;
  return () => (making ??= make().finally(() => (making = null)));
}

async function answer(
  { contentType, metrics, ready, health }: Answers,
  listened: string,
  { pathname }: RequestTarget,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: string | Buffer, type = "text/plain; charset=utf-8"): void => {
    response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
    response.end(method === "HEAD" ? undefined : body);
  };
  // On loopback a web page could reach it under a name of its own. In a cluster scrapers come by many names.
  if (isLoopback(listened) && headers.host !== undefined && !isOwnHost(headers.host, listened)) {
    send(403, `${JSON.stringify(headers.host)} is not a name of this machine\n`);
    return;
  }
  if (method !== "GET" && method !== "HEAD") {
    send(405, "method not allowed\n");
    return;
  }
  switch (pathname) {
    case "/metrics":
      send(200, await metrics(), contentType);
      break;
    case "/healthz":
      report(health(), send);
      break;
    case "/readyz":
      report(await ready(), send);
      break;
    default:
      send(404, "there are /metrics, /healthz and /readyz\n");
  }
}

function report({ ok, checks }: HealthReport, send: (status: number, body: string) => void): void {
  const lines = checks.map((check) => `[${check.ok ? "+" : "-"}] ${check.name}: ${check.message}\n`);
  send(ok ? 200 : 503, `${lines.join("")}${ok ? "ok" : "not ok"}\n`);
}
