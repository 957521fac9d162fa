/** Proxies on the loopback: CONNECT over http or https, with or without a password, and SOCKS 5. */
import { createServer as createHttpServer, request, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Certificate } from "../../envtest/certificates.ts";
import { listening, type Listening } from "./listening.ts";

/** Where a name leads; the names that are asked for exist nowhere else. Undefined for an unknown one. */
export type Names = (host: string) => number | undefined;

/** @param login `user:password` that it asks for. */
export function startHttpProxy(names: Names, options: { tls?: Certificate; login?: string } = {}) {
  const { tls, login } = options;
  const allowed = (given: string | undefined): boolean =>
    login === undefined || given === `Basic ${Buffer.from(login).toString("base64")}`;
  const forward: RequestListener = (asked, response) => {
    const url = new URL(asked.url ?? "");
    const port = names(url.hostname);
    if (port === undefined) return void response.writeHead(502).end();
    const { pathname: path } = url;
    const onward = request({ port, host: "127.0.0.1", path, headers: asked.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy()).end();
  };
  const server = tls === undefined ? createHttpServer(forward) : createHttpsServer(tls, forward);
  server.on("connect", ({ url, headers }, client: Duplex) => {
    client.on("error", () => client.destroy());
    const port = names(new URL(`http://${url ?? ""}`).hostname);
    if (!allowed(headers["proxy-authorization"])) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
    } else if (port === undefined) client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    else {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      join(client, port);
    }
  });
  return listening(server);
}

/** Without login, names only: the part of RFC 1928 that a client needs. */
export function startSocksProxy(names: Names): Promise<Listening> {
  return listening(createServer((client) => void serve(client, names).catch(() => client.destroy())));
}

async function serve(client: Socket, names: Names): Promise<void> {
  const [, methods = 0] = await take(client, 2);
  await take(client, methods);
  client.write(Uint8Array.of(5, 0));
  const [, , , kind] = await take(client, 4);
  const [length = 0] = kind === 3 ? await take(client, 1) : [4];
  const host = (await take(client, length)).toString(kind === 3 ? "utf8" : "hex");
  await take(client, 2);
  const port = names(host);
  client.write(Uint8Array.of(5, port === undefined ? 4 : 0, 0, 1, 0, 0, 0, 0, 0, 0));
  if (port === undefined) client.end();
  else join(client, port);
}

async function take(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const chunk: unknown = length === 0 ? Buffer.alloc(0) : socket.read(length);
    if (chunk instanceof Buffer) return chunk;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    socket.once("readable", () => resolve(undefined)).once("close", () => reject(new Error("closed")));
    await promise;
  }
}

function join(client: Duplex, port: number): void {
  const server = connect(port, "127.0.0.1");
  server.on("error", () => client.destroy()).on("close", () => client.destroy());
  client.on("close", () => server.destroy());
  client.pipe(server).pipe(client);
}
