/**
 * Stately's inspection protocol over a WebSocket: each actor with its definition and newest snapshot on connect, then
 * each event and the snapshot after it. Sessions are named after actors, so that they stay the same over restarts.
 * What a client sends is ignored. One that does not keep up is sent no more events, and the newest snapshots later.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { StatelyInspectionEvent } from "@statelyai/inspect";
import type { WebSocket, WebSocketServer } from "ws";
import { actorName, redactLine, type ActorView, type Clock, type HostEvent } from "../host/index.ts";
import type { ActorFeed } from "./port.ts";

/** Bytes that may wait for a client before it counts as one that does not keep up. */
const MOST_WAITING = 4 * 1024 * 1024;
const MOST_CLIENTS = 20;
/** Version of the protocol's frames. */
const VERSION = "0.7.2";

export interface StatelyEndpoint {
  /** Takes the connection over. @returns null, or the status to refuse it with. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): number | null;
  close(): void;
}

export function createStatelyEndpoint(actors: ActorFeed, clock: Clock): StatelyEndpoint {
  const connections = new Set<Duplex>();
  let opening: Promise<WebSocketServer> | null = null;
  return {
    accept(request, socket, head) {
      if (connections.size >= MOST_CLIENTS) return 503;
      connections.add(socket);
      socket.once("close", () => connections.delete(socket));
      opening ??= openServer();
      opening.then(
        (server) => {
          if (socket.destroyed) return;
          server.handleUpgrade(request, socket, head, (client) => serve(client, actors, clock));
        },
        () => socket.destroy(),
      );
      return null;
    },
    close() {
      for (const socket of connections) socket.destroy();
    },
  };
}

/** Loaded for the first client: most operators never have one. */
async function openServer(): Promise<WebSocketServer> {
  const { WebSocketServer } = await import("ws");
  return new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
}

function serve(client: WebSocket, actors: ActorFeed, clock: Clock): void {
  const announced = new Set<string>();
  /** Newest states that wait until the client has taken what it was sent. */
  const behind = new Map(actors.actors().map((view) => [actorName(view.ref), view]));
  const send = (frame: StatelyInspectionEvent): void => {
    client.send(redactLine(JSON.stringify(frame)), catchUp);
  };
  const tell = (id: string, view: ActorView): void => {
    if (announced.has(id)) {
      send(snapshotFrame(view, { type: "xstate.init" }, clock.now()));
      return;
    }
    announced.add(id);
    send(actorFrame(view, clock.now()));
  };
  const catchUp = (): void => {
    for (const [id, view] of behind) {
      if (client.bufferedAmount > MOST_WAITING) return;
      behind.delete(id);
      tell(id, view);
    }
  };
  const stop = actors.subscribe({
    onTransition(transition) {
      const { ref, kind, after: state, event, at } = transition;
      const id = actorName(ref);
      const view = { ref, kind, state };
      if (client.bufferedAmount > MOST_WAITING || behind.size > 0) behind.set(id, view);
      else if (announced.has(id)) for (const frame of framesOf(view, event, at)) send(frame);
      else tell(id, view);
    },
    onStop(ref) {
      const id = actorName(ref);
      behind.delete(id);
      if (announced.delete(id)) send(endFrame(id, clock.now()));
    },
  });
  client.on("close", stop);
  client.on("error", () => client.terminate());
  catchUp();
}

function framesOf(view: ActorView, event: HostEvent, at: number): readonly StatelyInspectionEvent[] {
  return [
    { ...base(actorName(view.ref), at), type: "@xstate.event", event, sourceId: undefined },
    snapshotFrame(view, event, at),
  ];
}

function endFrame(id: string, at: number): StatelyInspectionEvent {
  const snapshot = { status: "stopped", output: undefined, error: undefined } as const;
  return { ...base(id, at), type: "@xstate.snapshot", event: { type: "xstate.stop" }, snapshot };
}

interface FrameBase {
  readonly rootId: string;
  readonly sessionId: string;
  readonly createdAt: string;
  readonly id: string;
  readonly _version: string;
}

function base(id: string, at: number): FrameBase {
  return { rootId: id, sessionId: id, createdAt: String(at), id: randomUUID(), _version: VERSION };
}

function actorFrame(view: ActorView, at: number): StatelyInspectionEvent {
  const id = actorName(view.ref);
  return {
    ...base(id, at),
    type: "@xstate.actor",
    name: id,
    snapshot: snapshotOf(view),
    definition: JSON.stringify(view.kind.machine.definition),
    parentId: undefined,
  };
}

function snapshotFrame(
  view: ActorView,
  event: { readonly type: string },
  at: number,
): StatelyInspectionEvent {
  return { ...base(actorName(view.ref), at), type: "@xstate.snapshot", event, snapshot: snapshotOf(view) };
}

function snapshotOf({ state: { snapshot } }: ActorView): {
  readonly status: "active";
  readonly output: undefined;
  readonly error: undefined;
  readonly value: unknown;
  readonly context: unknown;
} {
  const value: unknown = snapshot.value;
  const context: unknown = snapshot.context;
  return { status: "active", output: undefined, error: undefined, value, context };
}
