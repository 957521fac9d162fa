/** The inspector's HTTP server: guard, headers, answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createAnswerer, type Answerer } from "./answers.ts";
import { isLoopback, isSameToken, refusal, TOKEN_COOKIE, type GuardOptions } from "./guard.ts";
import { Hub, type HubPorts } from "./hub.ts";
import { readPageFiles, type PageFiles } from "./page-files.ts";
import type { Peek } from "./port.ts";
import { createStatelyEndpoint } from "./stately.ts";

/** Nothing from elsewhere, no frame around it, nothing kept: what it shows is one town's own. */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cache-control": "no-store",
};

export interface InspectorOptions extends HubPorts {
  /** `127.0.0.1:8081`, `:8081`, `[::1]:0`; port 0 takes a free one. */
  readonly address: string;
  /** Takes any free port where the one of the address is in use. */
  readonly takesFreePort: boolean;
  /** Needed on any address but loopback. */
  readonly token: string | null;
  readonly peek: Peek;
  /** Given in tests; the built page otherwise. */
  readonly files?: PageFiles;
}

export interface Inspector {
  /** `http://127.0.0.1:8081/inspector/` */
  readonly url: string;
  readonly hub: Hub;
  close(): Promise<void>;
}

/** The inspector cannot be started as it was asked for; the message says what to change. */
export class InspectorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InspectorError";
  }
}

/** @throws InspectorError where the address cannot be listened on, or needs a token and has none. */
export async function startInspector(options: InspectorOptions): Promise<Inspector> {
  const { host, port } = parseAddress(options.address);
  if (!isLoopback(host) && options.token === null) {
    throw new InspectorError(
      `the inspector at ${options.address} can be reached by others: give --inspector-token-file, or a loopback address`,
    );
  }
  const guard: GuardOptions = { host, token: isLoopback(host) ? null : options.token };
  const hub = new Hub(options);
  const answer = createAnswerer({ ...options, hub, files: options.files ?? readPageFiles() });
  const server = createServer((request, response) => {
    handle(guard, answer, request, response).catch(() => response.destroy());
  });
  const stately = createStatelyEndpoint(options.actors, options.clock);
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const refused = refusal(guard, request);
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (refused === null && pathname === "/inspector/stately") stately.accept(request, socket, head);
    else socket.end(`HTTP/1.1 ${refused?.status ?? 404} Refused\r\nconnection: close\r\n\r\n`);
  });
  const taken = await listen(server, host, port, options);
  return {
    url: `http://${shownHost(host)}:${taken}/inspector/`,
    hub,
    close: () =>
      new Promise((resolve) => {
        hub.close();
        stately.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  guard: GuardOptions,
  answer: Answerer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const url = new URL(request.url ?? "/", "http://localhost");
  if (welcome(guard, url, request, response)) return;
  const refused = refusal(guard, request);
  if (refused === null) return answer(url, request, response);
  response.writeHead(refused.status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${refused.message}\n`);
}

/** A link with the right token leaves it in a cookie that no script reads, and takes it out of the address. */
function welcome(guard: GuardOptions, url: URL, request: IncomingMessage, response: ServerResponse): boolean {
  const given = url.searchParams.get("token");
  if (guard.token === null || given === null || !isSameToken(given, guard.token)) return false;
  if (refusal({ ...guard, token: null }, request) !== null) return false;
  url.searchParams.delete("token");
  response.writeHead(302, {
    location: `${url.pathname}${url.search}`,
    "set-cookie": `${TOKEN_COOKIE}=${encodeURIComponent(given)}; HttpOnly; SameSite=Strict; Path=/inspector`,
  });
  response.end();
  return true;
}

function parseAddress(address: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(address);
  if (match === null) throw new InspectorError(`${address} is no address such as 127.0.0.1:8081`);
  return { host: match[1] ?? match[2] ?? "", port: Number(match[3]) };
}

async function listen(
  server: Server,
  host: string,
  port: number,
  { address, takesFreePort }: InspectorOptions,
): Promise<number> {
  const attempt = (at: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(at, host === "" ? undefined : host, () => {
        server.off("error", reject);
        const bound = server.address();
        resolve(typeof bound === "object" && bound !== null ? bound.port : at);
      });
    });
  try {
    return await attempt(port).catch((error: unknown) => {
      if (takesFreePort && error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
        return attempt(0);
      }
      throw error;
    });
  } catch (cause) {
    throw new InspectorError(`cannot listen on ${address}: choose another --inspector-address`, { cause });
  }
}

function shownHost(host: string): string {
  if (host === "") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
