import type { ServerResponse } from "node:http";
import type { FaultGate } from "../faults.ts";
import { expired, type KubeObject } from "../objects/index.ts";
import { selectionOf, type Selection } from "../query/index.ts";
import type { Resource } from "../resources/index.ts";
import type { Change } from "../storage/index.ts";
import type { Call } from "./verbs.ts";
import { bookmarkOf, eventOf, type WatchEvent } from "./watch-events.ts";
import { parseWatchOptions, type WatchOptions } from "./watch-options.ts";
import { WatchStream } from "./watch-stream.ts";

/** What a watch needs of its server. */
export interface WatchServer {
  readonly gate: FaultGate;
  readonly bookmarkIntervalMs: number;
  /** Takes part in the end of the server: called with a function that ends the watch. @returns its withdrawal. */
  readonly register: (end: () => void) => () => void;
}

/** Answers with a stream of events. Throws StatusErrors before the stream has begun. */
export function serveWatch(call: Call, response: ServerResponse, server: WatchServer): void {
  const options = parseWatchOptions(call.query);
  const selection = selectionOf(call.target.resource, call.target, call.query);
  const { resource } = call.target;
  const collection = call.context.store.collection(resource.storage);
  const past = pastOf(call, selection, options);
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
  response.flushHeaders();
  const stream = new WatchStream(call, response, server.gate, past ?? []);
  if (past === undefined) {
    const oldest = String(collection.forgottenUpTo);
    stream.fail(expired(`too old resource version: ${options.revision ?? 0} (${oldest})`).status);
    return;
  }
  const from = options.revision ?? 0;
  const unsubscribe = collection.subscribe((change) => {
    const event = change.revision > from ? eventOf(resource, selection, change) : undefined;
    if (event !== undefined) stream.send(event);
  });
  const bookmarks = setInterval(() => {
    if (options.bookmarks) stream.send(bookmarkOf(resource, call.context.store.revision));
  }, server.bookmarkIntervalMs);
  const timeout = setTimeout(() => response.end(), options.timeoutMs);
  const withdraw = server.register(() => response.end());
  response.once("close", () => {
    unsubscribe();
    clearInterval(bookmarks);
    clearTimeout(timeout);
    withdraw();
    stream.close();
  });
}

/**
 * The state now, or what was missed since the revision asked for: what is there at this moment, made into events as they
 * are read. @returns undefined where changes since that revision are forgotten.
 */
function pastOf(
  { context, target: { resource } }: Call,
  selection: Selection,
  { revision = 0, initialEvents, bookmarks }: WatchOptions,
): Iterable<WatchEvent> | undefined {
  const collection = context.store.collection(resource.storage);
  if (!initialEvents) {
    const missed = collection.changesAfter(revision);
    return missed === undefined ? undefined : eventsOf(resource, selection, missed);
  }
  const end = bookmarks ? [bookmarkOf(resource, context.store.revision, true)] : [];
  return additionsOf(resource, selection, collection.entries(), end);
}

function* eventsOf(
  resource: Resource,
  selection: Selection,
  changes: readonly Change[],
): Generator<WatchEvent> {
  for (const change of changes) {
    const event = eventOf(resource, selection, change);
    if (event !== undefined) yield event;
  }
}

function* additionsOf(
  resource: Resource,
  selection: Selection,
  entries: readonly (readonly [string, KubeObject])[],
  end: readonly WatchEvent[],
): Generator<WatchEvent> {
  for (const [, stored] of entries) {
    const object = resource.strategy.fromStorage(stored);
    if (selection.matches(object)) yield { type: "ADDED", object };
  }
  yield* end;
}
