import { createServer } from "node:https";
import type { Socket } from "node:net";
import { generate } from "selfsigned";

export interface TlsServer extends AsyncDisposable {
  readonly port: number;
  /** The certificate to trust, PEM. */
  readonly ca: string;
  /** TLS connections accepted so far. */
  readonly connections: () => number;
  /** The Authorization header of each request. */
  readonly seen: string[];
}

/** An HTTPS server that answers `{}` to whom it knows, and 401 to everybody else. */
export async function startTlsServer(isKnown: (authorization: string) => boolean): Promise<TlsServer> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "scripted" }], {
    keySize: 2048,
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] },
    ],
  });
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ key, cert }, (request, response) => {
    const authorization = request.headers.authorization ?? "";
    seen.push(authorization);
    response.writeHead(isKnown(authorization) ? 200 : 401, { "content-type": "application/json" }).end("{}");
  });
  server.on("secureConnection", (socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return {
    port: address.port,
    ca: cert,
    connections: () => connections,
    seen,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
