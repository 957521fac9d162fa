import type { ServerResponse } from "node:http";
import type { FaultGate } from "../faults.ts";
import { expired, type JsonObject } from "../objects/index.ts";
import { selectionOf, type Selection } from "../query/index.ts";
import { objectText } from "./answer.ts";
import type { Call } from "./verbs.ts";
import { bookmarkOf, eventOf, type WatchEvent } from "./watch-events.ts";
import { parseWatchOptions, type WatchOptions } from "./watch-options.ts";

/** What a watch needs of its server. */
export interface WatchServer {
  readonly gate: FaultGate;
  readonly bookmarkIntervalMs: number;
  /** Takes part in the end of the server: called with a function that ends the watch. @returns its withdrawal. */
  readonly register: (end: () => void) => () => void;
}

/** A client that reads so slowly that this much waits for it is cut off, as kube-apiserver does; it can resume. */
const slowClientBytes = 16 * 1024 * 1024;

/** Answers with a stream of events. Throws StatusErrors before the stream has begun. */
export function serveWatch(call: Call, response: ServerResponse, server: WatchServer): void {
  const options = parseWatchOptions(call.query);
  const selection = selectionOf(call.target.resource, call.target, call.query);
  const watch = new Watch(call, response, server.gate);
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
  response.flushHeaders();
  if (!sendPast(call, watch, selection, options)) return;
  const { resource } = call.target;
  const collection = call.context.store.collection(resource.storage);
  const from = options.revision ?? 0;
  const unsubscribe = collection.subscribe((change) => {
    if (change.revision > from) watch.send(eventOf(resource, selection, change));
  });
  const bookmarks = setInterval(() => {
    if (options.bookmarks) watch.send(bookmarkOf(resource, call.context.store.revision));
  }, server.bookmarkIntervalMs);
  const timeout = setTimeout(() => response.end(), options.timeoutMs);
  const withdraw = server.register(() => response.end());
  response.once("close", () => {
    unsubscribe();
    clearInterval(bookmarks);
    clearTimeout(timeout);
    withdraw();
    watch.close();
  });
}

/** The initial state, or what was missed since the revision asked for. @returns false where the watch has ended. */
function sendPast(
  { context, target }: Call,
  watch: Watch,
  selection: Selection,
  { revision = 0, initialEvents, bookmarks }: WatchOptions,
): boolean {
  const { resource } = target;
  const collection = context.store.collection(resource.storage);
  if (initialEvents) {
    for (const [, stored] of collection.entries()) {
      const object = resource.strategy.fromStorage(stored);
      if (selection.matches(object)) watch.send({ type: "ADDED", object });
    }
    if (bookmarks) watch.send(bookmarkOf(resource, context.store.revision, true));
    return true;
  }
  const missed = collection.changesAfter(revision);
  if (missed === undefined) {
    const oldest = String(collection.forgottenUpTo);
    watch.fail(expired(`too old resource version: ${revision} (${oldest})`).status);
    return false;
  }
  for (const change of missed) watch.send(eventOf(resource, selection, change));
  return true;
}

/** The writing end of one watch. */
class Watch {
  readonly #call: Call;
  readonly #response: ServerResponse;
  readonly #gate: FaultGate;
  readonly #stopListening: () => void;
  #isFirst = true;
  #held: string[] = [];

  constructor(call: Call, response: ServerResponse, gate: FaultGate) {
    this.#call = call;
    this.#response = response;
    this.#gate = gate;
    this.#stopListening = gate.onThaw(() => {
      if (!gate.watchesFrozen()) for (const line of this.#held.splice(0)) this.#write(line);
    });
  }

  send(event: WatchEvent | undefined): void {
    if (event === undefined) return;
    // Only the first event of a table describes its columns.
    const presentation = { ...this.#call.presentation, now: this.#call.context.now() };
    const text = objectText(presentation, event.object, this.#isFirst);
    this.#isFirst = false;
    this.#write(`{"type":"${event.type}","object":${text}}\n`);
  }

  fail(status: JsonObject): void {
    this.#write(`${JSON.stringify({ type: "ERROR", object: status })}\n`);
    this.#response.end();
    this.close();
  }

  close(): void {
    this.#stopListening();
  }

  #write(line: string): void {
    if (this.#gate.watchesFrozen()) {
      this.#held.push(line);
      return;
    }
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#response.write(line);
    if (this.#response.writableLength > slowClientBytes) this.#response.destroy();
  }
}
