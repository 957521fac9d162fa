/** A TCP proxy in front of a server, for what happens to connections on their way. */
import { connect, createServer, type Server, type Socket } from "node:net";

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export class Proxy {
  readonly #listener: Server;
  readonly #pairs = new Set<Pair>();
  #isOpen = true;

  private constructor(targetPort: number) {
    this.#listener = createServer((client) => {
      if (this.#isOpen) this.#join(client, connect(targetPort, "127.0.0.1"));
      else client.destroy();
    });
  }

  static async start(targetPort: number): Promise<Proxy> {
    const proxy = new Proxy(targetPort);
    await new Promise<void>((resolve) => proxy.#listener.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#listener.address();
    if (address === null || typeof address === "string") throw new Error("the proxy listens on no port");
    return address.port;
  }

  /**
   * Half-open: connections that are there stay so and carry nothing any more, as after something on the way forgot
   * them. New ones are served. @returns how many.
   */
  forget(): number {
    for (const { client, server } of this.#pairs) {
      client.unpipe(server);
      server.unpipe(client);
      client.resume();
      server.resume();
    }
    return this.#pairs.size;
  }

  /** Ends all connections and takes no new ones. */
  close(): void {
    this.#isOpen = false;
    for (const { client } of this.#pairs) client.destroy();
  }

  open(): void {
    this.#isOpen = true;
  }

  async stop(): Promise<void> {
    this.close();
    await new Promise((resolve) => this.#listener.close(resolve));
  }

  #join(client: Socket, server: Socket): void {
    const pair = { client, server };
    this.#pairs.add(pair);
    client.pipe(server).pipe(client);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.once("close", end).on("error", end);
  }
}
