/** A way to the API that can be cut: nothing is refused, nothing comes through, as when a network drops packets. */
import { readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface TcpProxy {
  /** A kubeconfig like the given one, by way of this proxy. */
  kubeconfig(original: string, copy: string): string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** The address of a kubeconfig's only cluster. */
export function serverOf(kubeconfigPath: string): URL {
  const server = /server:\s*"?(http[^\s"]+)/.exec(readFileSync(kubeconfigPath, "utf8"))?.[1];
  if (server === undefined) throw new Error(`${kubeconfigPath} names no server`);
  return new URL(server);
}

export async function startTcpProxy(target: URL): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("data", (chunk) => {
        if (!isCut) other.write(chunk);
      });
      // Neither does an end come through.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        if (!isCut) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    kubeconfig(original, copy) {
      const text = readFileSync(original, "utf8").replaceAll(target.host, `127.0.0.1:${address.port}`);
      writeFileSync(copy, text);
      return copy;
    },
    cut() {
      isCut = true;
    },
    mend() {
      // What was lost on an open connection stays lost.
      destroyAll();
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        destroyAll();
      }),
  };
}
