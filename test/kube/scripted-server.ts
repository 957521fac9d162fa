import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { KubeConnection, createKubeApi, type KubeApi, type Target } from "../../src/kube/index.ts";

/** One request and the ways to answer it. Not answering at all is one of them. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly json: (code: number, body: unknown, headers?: Record<string, string>) => void;
  readonly text: (code: number, body: string) => void;
  /** Begins a watch: status 200 and nothing more yet. */
  readonly watch: () => LiveWatch;
}

/** The server's end of a watch. */
export interface LiveWatch {
  send(frame: unknown): void;
  raw(text: string): void;
  /** Ends as a server ends a watch whose time is up. */
  end(): void;
  /** Ends as a network does. */
  cut(): void;
  readonly closed: boolean;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly api: KubeApi;
  readonly url: string;
  /** Every request so far, in order of arrival. */
  readonly requests: Exchange[];
}

/** An HTTP server on the loopback whose every answer the test writes, and a client for it. */
export async function startScriptedServer(answer: (exchange: Exchange) => void): Promise<ScriptedServer> {
  const requests: Exchange[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void exchangeOf(request, response).then((exchange) => {
      requests.push(exchange);
      answer(exchange);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  const connection = new KubeConnection(() => targetAt(url), Date.now);
  return {
    api: createKubeApi(connection),
    url,
    requests,
    async [Symbol.asyncDispose]() {
      await connection.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function targetAt(server: string): Target {
  const user = {
    login: { by: "nothing" },
    certificate: undefined,
    impersonation: { "impersonate-user": "tester" },
  } as const;
  return { server, namespace: undefined, proxy: undefined, tls: undefined, user };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return address.port;
}

async function exchangeOf(request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  const url = new URL(request.url ?? "/", "http://scripted");
  return {
    method: request.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
    json: (code, answer, headers = {}) => {
      response
        .writeHead(code, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(answer));
    },
    text: (code, answer) => void response.writeHead(code).end(answer),
    watch: () => {
      response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
      return {
        send: (frame) => void response.write(`${JSON.stringify(frame)}\n`),
        raw: (rest) => void response.write(rest),
        end: () => void response.end(),
        cut: () => void response.destroy(),
        get closed() {
          return response.destroyed || response.writableEnded;
        },
      };
    },
  };
}
