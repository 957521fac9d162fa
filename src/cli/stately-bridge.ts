/** A bridge: the frames of an inspector's `/inspector/stately`, passed on to a tool that waits at a WebSocket elsewhere. */
import { WebSocket } from "ws";

/** Bytes that may wait for the tool before the operator is read no further; it sends newest states only, then. */
const MOST_WAITING = 4 * 1024 * 1024;

export interface StatelyBridge {
  /** Resolves with the reason when one of the two ends is gone. */
  readonly ended: Promise<string>;
  close(): void;
}

/**
 * @param from the inspector's page, such as `http://127.0.0.1:8081/inspector/`.
 * @param to where the tool takes frames, such as `ws://localhost:8080`.
 * @throws Error naming the end that cannot be reached.
 */
export async function bridgeStately(from: URL, to: URL, token: string | null): Promise<StatelyBridge> {
  // First the tool: the operator tells of all actors as soon as it is asked.
  const outward = await connected(to, {});
  const source = new URL("stately", from);
  source.protocol = from.protocol.replace("http", "ws");
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const inward = await connected(source, headers, (socket) => pass(socket, outward)).catch(
    (error: unknown) => {
      outward.terminate();
      throw error;
    },
  );
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const close = (): void => {
    inward.terminate();
    outward.close();
  };
  const end = (who: string) => (): void => {
    resolve(`${who} closed the connection`);
    close();
  };
  inward.once("close", end("the operator"));
  outward.once("close", end(to.href));
  return { ended, close };
}

function pass(inward: WebSocket, outward: WebSocket): void {
  inward.on("message", (data, binary) => {
    outward.send(data, { binary }, () => {
      if (inward.isPaused && outward.bufferedAmount <= MOST_WAITING) inward.resume();
    });
    if (outward.bufferedAmount > MOST_WAITING) inward.pause();
  });
}

/** @param prepare is given the socket before it can bring anything. */
async function connected(
  url: URL,
  headers: Readonly<Record<string, string>>,
  prepare: (socket: WebSocket) => void = () => undefined,
): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers });
  prepare(socket);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
  } catch (cause) {
    throw new Error(`${url.href} cannot be reached`, { cause });
  }
  socket.on("error", () => socket.terminate());
  return socket;
}
