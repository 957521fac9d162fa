/**
 * One page at the stream (Server-Sent Events). It is sent a frame only when it has taken the one before: what
 * changes meanwhile is in the next one. So a slow page costs one frame of memory, however much happens.
 */
import type { ServerResponse } from "node:http";
import type { JournalRecord } from "../host/index.ts";
import type { SeenCall } from "./port.ts";

/** Records and calls of the watched actor that wait for a frame. */
const MOST_WAITING = 400;

export interface StreamClientOptions {
  readonly response: ServerResponse;
  /** Id of the actor that the page looks at. */
  readonly watch: string | null;
  /** The version that the page has; -1 for none. */
  readonly version: number;
}

export class StreamClient {
  readonly watch: string | null;
  /** The version of the town that was sent last. */
  version: number;
  /** True until the watched actor was sent once, and whenever it has changed. */
  isWatchedChanged = true;
  #records: JournalRecord[] = [];
  #calls: SeenCall[] = [];
  #hasGap = false;
  readonly #response: ServerResponse;

  constructor({ response, watch, version }: StreamClientOptions) {
    this.#response = response;
    this.watch = watch;
    this.version = version;
  }

  /** False while the page has not taken what it was sent. */
  get isReady(): boolean {
    return !this.#response.writableNeedDrain && !this.#response.destroyed;
  }

  get waitingBytes(): number {
    return this.#response.writableLength;
  }

  addRecord(record: JournalRecord): void {
    this.isWatchedChanged = true;
    this.#records.push(record);
    this.#bound();
  }

  addCall(call: SeenCall): void {
    this.isWatchedChanged = true;
    this.#calls.push(call);
    this.#bound();
  }

  /** Hands over what waited. */
  take(): {
    readonly records: readonly JournalRecord[];
    readonly calls: readonly SeenCall[];
    readonly hasGap: boolean;
  } {
    const taken = { records: this.#records, calls: this.#calls, hasGap: this.#hasGap };
    this.#records = [];
    this.#calls = [];
    this.#hasGap = false;
    this.isWatchedChanged = false;
    return taken;
  }

  send(event: string, id: string | null, data: string): void {
    this.#response.write(`event: ${event}\n${id === null ? "" : `id: ${id}\n`}data: ${data}\n\n`);
  }

  end(): void {
    this.#response.end();
    this.#response.destroy();
  }

  #bound(): void {
    if (this.#records.length + this.#calls.length <= MOST_WAITING) return;
    this.#records = [];
    this.#calls = [];
    this.#hasGap = true;
  }
}
