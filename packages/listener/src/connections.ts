/** The open connections of a listener, oldest first, and what each of them waits for. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { MOST_PIPELINED } from "./limits.ts";

interface Connection {
  readonly socket: Socket;
  /** Requests that have no answer yet. */
  pending: number;
  /** It speaks another protocol by now, whose server closes it. */
  isUpgraded: boolean;
}

/** The same for a connection and for the TLS session in it. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string =>
  `${remoteAddress ?? ""} ${remotePort ?? ""}`;

export class Connections {
  readonly #most: number;
  readonly #open = new Map<string, Connection>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a new connection in. When there are too many, the oldest that asks for nothing goes, or else this one. */
  open(socket: Socket): void {
    // A reset that nobody listens for would end the process.
    socket.on("error", () => socket.destroy());
    const name = nameOf(socket);
    const connection: Connection = { socket, pending: 0, isUpgraded: false };
    this.#open.set(name, connection);
    socket.once("close", () => {
      if (this.#open.get(name) === connection) this.#open.delete(name);
    });
    if (this.#open.size > this.#most) this.#idle(connection).socket.destroy();
  }

  /** Counts a request until its answer has been sent. @returns false where the connection asks for too much at once. */
  begin(socket: Socket, response: ServerResponse): boolean {
    const connection = this.#open.get(nameOf(socket));
    if (connection === undefined) return !socket.destroyed;
    connection.pending += 1;
    response.once("close", () => (connection.pending -= 1));
    return connection.pending <= MOST_PIPELINED;
  }

  upgrade(socket: Socket): void {
    const connection = this.#open.get(nameOf(socket));
    if (connection !== undefined) connection.isUpgraded = true;
  }

  closeAll(): void {
    for (const { socket } of this.#open.values()) socket.destroy();
  }

  #idle(newest: Connection): Connection {
    for (const connection of this.#open.values()) {
      if (connection.pending === 0 && !connection.isUpgraded) return connection;
    }
    return newest;
  }
}
