import { createServer } from "node:net";

/** Ports given out by this process; the kernel gives a free one out again at once. */
const given = new Set<number>();

/**
 * A port of the loopback that nobody listens on: kube-apiserver cannot choose one itself. From below the range out of
 * which the kernel takes ports of outgoing connections, so that no connection can take it before the server does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
