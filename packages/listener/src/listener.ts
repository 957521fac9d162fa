/**
 * The listener: a server whose handlers cannot end the process. Whatever throws or rejects in a handler becomes an
 * answer 500; bytes that are no HTTP are answered 400; 'error' of servers, sockets, requests and responses is listened
 * for everywhere, because one that nobody listens for is thrown, in an event handler, where nothing catches it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Connections } from "./connections.ts";
import {
  EXPIRY_CHECK_MS,
  FAREWELL_MS,
  MOST_HEAD_BYTES,
  MOST_HEADERS,
  type ListenerLimits,
} from "./limits.ts";
import { parseTarget, type RequestTarget } from "./target.ts";

export interface ListenerOptions {
  readonly limits: ListenerLimits;
  /** HTTPS with this certificate; HTTP without. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Answers a request. What it throws, at once or later, is answered 500 and told to `onProblem`. */
  readonly onRequest: (
    target: RequestTarget,
    request: IncomingMessage,
    response: ServerResponse,
  ) => void | Promise<void>;
  /** Takes a connection over for another protocol, or returns the status to refuse it with. Without it none is taken. */
  readonly onUpgrade?: (
    target: RequestTarget,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ) => number | null;
  /** A defect of a handler, or of the listening itself. */
  readonly onProblem?: (error: unknown) => void;
}

export interface Listener {
  readonly server: Server;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

export function createListener(options: ListenerOptions): Listener {
  const { limits, tls, onProblem = () => undefined } = options;
  const settings = {
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: EXPIRY_CHECK_MS,
    maxHeaderSize: MOST_HEAD_BYTES,
  };
  const server =
    tls === undefined
      ? createServer(settings)
      : createTlsServer({ ...settings, ...tls, handshakeTimeout: limits.headMs });
  server.maxHeadersCount = MOST_HEADERS;
  server.timeout = limits.quietMs;
  const connections = new Connections(limits.connections);
  server.on("connection", (socket: Socket) => connections.open(socket));
  server.on("clientError", (error, socket) => dismiss(socket, statusOf(error)));
  // Such as a connection that could not be accepted for want of descriptors. Whoever begins to listen hears the rest.
  server.on("error", (error) => {
    if (server.listening) onProblem(error);
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    request.on("error", () => undefined);
    response.on("error", () => response.destroy());
    if (!connections.begin(request.socket, response)) request.socket.destroy();
    else void answer(options, request, response);
  });
  if (options.onUpgrade !== undefined) {
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on("error", () => socket.destroy());
      const refused = upgrade(options, request, socket, head);
      if (refused !== null) dismiss(socket, refused);
      else if (socket instanceof Socket) connections.upgrade(socket);
    });
  }
  return { server, close: () => closed(server, connections) };
}

async function answer(
  { onRequest, onProblem }: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const target = parseTarget(request.url);
    if (target === null) response.writeHead(400, { "content-type": "text/plain" }).end("this is no path\n");
    else await onRequest(target, request, response);
  } catch (error) {
    // Most of them: the client has gone in the middle of its answer.
    if (response.destroyed || request.socket.destroyed) return;
    onProblem?.(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { "content-type": "text/plain" }).end("internal error\n");
  }
}

function upgrade(
  { onUpgrade, onProblem }: ListenerOptions,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): number | null {
  try {
    const target = parseTarget(request.url);
    return target === null || onUpgrade === undefined ? 400 : onUpgrade(target, request, socket, head);
  } catch (error) {
    onProblem?.(error);
    return 500;
  }
}

/** A last line for a connection that HTTP's own time limits no longer hold for. */
function dismiss(socket: Duplex, status: number): void {
  if (!socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const late = setTimeout(() => socket.destroy(), FAREWELL_MS);
  late.unref();
  socket.once("close", () => clearTimeout(late));
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

function statusOf(error: Error): number {
  const code = "code" in error ? error.code : null;
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}

function closed(server: Server, connections: Connections): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    connections.closeAll();
    server.closeAllConnections();
  });
}

/** @param host undefined or empty for all addresses. @returns the port. @throws what the system says. */
export function listenOn({ server }: Listener, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host === "" ? undefined : host, () => {
      server.off("error", reject);
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    });
  });
}

/** `:8080`, `127.0.0.1:8080`, `[::1]:0`. @returns null for anything else. An empty host is all addresses. */
export function parseAddress(address: string): { readonly host: string; readonly port: number } | null {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(address);
  return match === null ? null : { host: match[1] ?? match[2] ?? "", port: Number(match[3]) };
}
