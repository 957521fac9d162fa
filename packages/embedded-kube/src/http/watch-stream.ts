import type { ServerResponse } from "node:http";
import type { FaultGate } from "../faults.ts";
import type { JsonObject } from "../objects/index.ts";
import { jsonText } from "../storage/index.ts";
import { objectText } from "./answer.ts";
import type { Call } from "./verbs.ts";
import type { WatchEvent } from "./watch-events.ts";

/** Characters of JSON that wait for a client; one that reads so slowly is cut off, as kube-apiserver does; it can resume. */
const MOST_WAITING = 16 * 1024 * 1024;

/**
 * The writing end of one watch. What it begins with may be larger than memory has room for: that is made into text as
 * the client takes it, and what comes meanwhile waits.
 */
export class WatchStream {
  readonly #call: Call;
  readonly #response: ServerResponse;
  readonly #gate: FaultGate;
  readonly #past: Iterator<WatchEvent>;
  readonly #stopListening: () => void;
  #isFirst = true;
  #waiting: WatchEvent[] = [];
  #waitingLength = 0;

  /** @param past what is sent before anything else. */
  constructor(call: Call, response: ServerResponse, gate: FaultGate, past: Iterable<WatchEvent>) {
    this.#call = call;
    this.#response = response;
    this.#gate = gate;
    this.#past = past[Symbol.iterator]();
    this.#stopListening = gate.onThaw(() => this.#flow());
    response.on("drain", () => this.#flow());
    this.#flow();
  }

  send(event: WatchEvent): void {
    this.#waiting.push(event);
    this.#waitingLength += jsonText(event.object).length;
    this.#flow();
    const isFrozen = this.#gate.watchesFrozen();
    if (!isFrozen && this.#waitingLength > MOST_WAITING) this.#response.destroy();
  }

  /** Ends with an error instead of events. */
  fail(status: JsonObject): void {
    this.#response.end(`${JSON.stringify({ type: "ERROR", object: status })}\n`);
    this.close();
  }

  close(): void {
    this.#stopListening();
    this.#waiting = [];
  }

  /** Writes until the client has enough for now. */
  #flow(): void {
    const response = this.#response;
    while (!this.#gate.watchesFrozen() && !response.writableNeedDrain) {
      if (response.writableEnded || response.destroyed) return;
      const event = this.#next();
      if (event === undefined) return;
      response.write(this.#lineOf(event));
    }
  }

  #next(): WatchEvent | undefined {
    const past = this.#past.next();
    if (past.done !== true) return past.value;
    const event = this.#waiting.shift();
    if (event !== undefined) this.#waitingLength -= jsonText(event.object).length;
    return event;
  }

  #lineOf({ type, object }: WatchEvent): string {
    const presentation = { ...this.#call.presentation, now: this.#call.context.now() };
    // Only the first event of a table describes its columns.
    const text = objectText(presentation, object, this.#isFirst);
    this.#isFirst = false;
    return `{"type":"${type}","object":${text}}\n`;
  }
}
