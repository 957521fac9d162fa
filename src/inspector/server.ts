/** The inspector's HTTP server: guard, headers, answers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  createListener,
  isLoopback,
  listenOn,
  parseAddress,
  type Listener,
  type ListenerLimits,
  type RequestTarget,
} from "@gastown/listener";
import { createAnswerer, type Answerer } from "./answers.ts";
import { isSameToken, refusal, TOKEN_COOKIE, type GuardOptions } from "./guard.ts";
import { Hub, type HubPorts } from "./hub.ts";
import { pageFilesOnce, type PageFiles } from "./page-files.ts";
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

/** Streams, tools and a few pages of each; a page that reads nothing for so long has gone to sleep and begins anew. */
const LIMITS: ListenerLimits = { connections: 300, headMs: 10_000, requestMs: 15_000, quietMs: 60_000 };

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
  const { host, port } = addressOf(options.address);
  if (!isLoopback(host) && options.token === null) {
    throw new InspectorError(
      `the inspector at ${options.address} can be reached by others: give --inspector-token-file, or a loopback address`,
    );
  }
  const guard: GuardOptions = { host, token: isLoopback(host) ? null : options.token };
  const hub = new Hub(options);
  const answer = createAnswerer({ ...options, hub, files: pageFilesOnce(options.files) });
  const stately = createStatelyEndpoint(options.actors, options.clock);
  const listener = createListener({
    limits: LIMITS,
    onProblem: options.onProblem,
    onRequest: (target, request, response) => handle(guard, answer, target, request, response),
    onUpgrade({ pathname }, request, socket, head) {
      const refused = refusal(guard, pathname, request);
      if (refused !== null) return refused.status;
      return pathname === "/inspector/stately" ? stately.accept(request, socket, head) : 404;
    },
  });
  const taken = await listen(listener, host, port, options);
  return {
    url: `http://${shownHost(host)}:${taken}/inspector/`,
    hub,
    async close() {
      hub.close();
      stately.close();
      await listener.close();
    },
  };
}

async function handle(
  guard: GuardOptions,
  answer: Answerer,
  target: RequestTarget,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (welcome(guard, target, request, response)) return;
  const refused = refusal(guard, target.pathname, request);
  if (refused === null) return answer(target, request, response);
  response.writeHead(refused.status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${refused.message}\n`);
}

/** A link with the right token leaves it in a cookie that no script reads, and takes it out of the address. */
function welcome(
  guard: GuardOptions,
  { pathname, searchParams }: RequestTarget,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const given = searchParams.get("token");
  if (guard.token === null || given === null || !isSameToken(given, guard.token)) return false;
  if (refusal({ ...guard, token: null }, pathname, request) !== null) return false;
  // Two slashes at its begin would lead the browser to another host.
  const rest = new URLSearchParams([...searchParams].filter(([name]) => name !== "token"));
  response.writeHead(302, {
    location: `${pathname.replace(/^\/+/, "/")}${rest.size === 0 ? "" : `?${rest.toString()}`}`,
    "set-cookie": `${TOKEN_COOKIE}=${encodeURIComponent(given)}; HttpOnly; SameSite=Strict; Path=/inspector`,
  });
  response.end();
  return true;
}

function addressOf(address: string): { readonly host: string; readonly port: number } {
  const parsed = parseAddress(address);
  if (parsed === null) throw new InspectorError(`${address} is no address such as 127.0.0.1:8081`);
  return parsed;
}

async function listen(
  listener: Listener,
  host: string,
  port: number,
  { address, takesFreePort }: InspectorOptions,
): Promise<number> {
  const attempt = (at: number): Promise<number> => listenOn(listener, at, host);
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
