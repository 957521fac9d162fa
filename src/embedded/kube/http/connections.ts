import type { Server, ServerResponse } from "node:http";

/** The open watches of a server, and what may be done to all of them at once. */
export class Connections {
  readonly #watches = new Map<ServerResponse, () => void>();

  /** Registers a watch with a function that ends it in good order. @returns its withdrawal. */
  register(response: ServerResponse, end: () => void): () => void {
    this.#watches.set(response, end);
    return () => void this.#watches.delete(response);
  }

  /** Cuts every watch's connection without a closing chunk, as a broken network does. */
  drop(): number {
    const dropped = [...this.#watches.keys()];
    for (const response of dropped) response.destroy();
    return dropped.length;
  }

  /** Ends all watches, then all connections, then the listening. */
  async close(server: Server): Promise<void> {
    for (const end of this.#watches.values()) end();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    // A request that a fault holds back would keep its connection, and so the server, for ever.
    setImmediate(() => server.closeAllConnections());
    await closed;
  }
}
