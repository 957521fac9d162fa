import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** The open watches of a server, and what may be done to all of them at once. */
export class Connections {
  readonly #watches = new Map<ServerResponse, () => void>();
  readonly #sockets = new Set<Socket>();
  #isClosing = false;

  /** Takes note of each connection, also of those whose TLS handshake has not ended: of these the server knows nothing. */
  follow(server: Server): void {
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
      if (this.#isClosing) socket.destroy();
    });
  }

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
    // A request that a fault holds back, or a handshake, would keep its connection, and so the server, for ever.
    setImmediate(() => {
      this.#isClosing = true;
      for (const socket of this.#sockets) socket.destroy();
    });
    await closed;
  }
}
