/** The endpoints for Prometheus and the kubelet: /metrics, /healthz, /readyz. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";

export interface HealthReport {
  readonly ok: boolean;
  /** One line a check, as kube-apiserver's /readyz?verbose prints them. */
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
}

export interface TelemetryServerOptions {
  /** `:8080`, `127.0.0.1:8080`, `[::1]:0`; an empty host listens on all addresses, port 0 takes a free one. */
  readonly address: string;
  readonly registry: Registry;
  readonly health: () => HealthReport;
  readonly ready: () => Promise<HealthReport>;
}

export interface TelemetryServer {
  readonly port: number;
  close(): Promise<void>;
}

/** @throws Error naming the address when it cannot be listened on. */
export async function startTelemetryServer(options: TelemetryServerOptions): Promise<TelemetryServer> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(() => response.destroy());
  });
  const { host, port } = parseAddress(options.address);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new Error(`cannot listen on ${options.address}: choose another --http-address`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parseAddress(address: string): { host: string | undefined; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(address);
  if (match === null) throw new Error(`${address} is no address such as :8080 or 127.0.0.1:8080`);
  const host = match[1] ?? match[2] ?? "";
  return { host: host === "" ? undefined : host, port: Number(match[3]) };
}

async function answer(
  { registry, health, ready }: TelemetryServerOptions,
  { method, url = "/" }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: string, type = "text/plain; charset=utf-8"): void => {
    response.writeHead(status, { "content-type": type });
    response.end(method === "HEAD" ? undefined : body);
  };
  if (method !== "GET" && method !== "HEAD") {
    send(405, "method not allowed\n");
    return;
  }
  switch (new URL(url, "http://localhost").pathname) {
    case "/metrics":
      send(200, await registry.metrics(), registry.contentType);
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
