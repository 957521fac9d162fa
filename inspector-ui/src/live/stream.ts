/**
 * The stream from the operator. It resumes where it was cut off; a hidden tab gives its connection back (a browser
 * has six for each server) and catches up when it is looked at again.
 */
import type { Beat, TownChange, WatchedActor } from "../../../src/inspector/frames.ts";
import { beatSchema, townChangeSchema, watchedActorSchema } from "./frames.ts";

const RETRY_MS = 1_000;
/** The operator beats every five seconds: who is silent for so long is not there any more, whatever the network says. */
const SILENCE_MS = 20_000;

export type Connection = "connecting" | "live" | "lost";

export interface StreamListener {
  readonly onTown: (change: TownChange) => void;
  readonly onActor: (actor: WatchedActor) => void;
  readonly onBeat: (beat: Beat) => void;
  readonly onConnection: (connection: Connection) => void;
}

export class Stream {
  readonly #listener: StreamListener;
  #source: EventSource | null = null;
  #actor: string | null = null;
  #resume: string | null = null;
  #retry = 0;
  #silence = 0;

  constructor(listener: StreamListener) {
    this.#listener = listener;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#close();
      else this.#open();
    });
  }

  /** Begins, or looks at another actor. */
  watch(actor: string | null): void {
    this.#actor = actor;
    this.#close();
    this.#open();
  }

  #open(): void {
    if (this.#source !== null || document.hidden) return;
    const query = new URLSearchParams();
    if (this.#actor !== null) query.set("actor", this.#actor);
    if (this.#resume !== null) query.set("resume", this.#resume);
    const source = new EventSource(`stream?${query.toString()}`);
    this.#source = source;
    this.#awaitLife();
    source.addEventListener("open", () => this.#listener.onConnection("live"));
    source.addEventListener("beat", (event) => {
      this.#awaitLife();
      this.#listener.onBeat(beatSchema.parse(parseData(event)));
    });
    source.addEventListener("town", (event) => {
      this.#awaitLife();
      const change = townChangeSchema.parse(parseData(event));
      this.#resume = `${change.epoch}:${change.version}`;
      this.#listener.onTown(change);
    });
    source.addEventListener("actor", (event) => {
      this.#listener.onActor(watchedActorSchema.parse(parseData(event)));
    });
    source.addEventListener("error", () => this.#lose());
  }

  #awaitLife(): void {
    window.clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => this.#lose(), SILENCE_MS);
  }

  #lose(): void {
    this.#listener.onConnection("lost");
    this.#close();
    this.#retry = window.setTimeout(() => this.#open(), RETRY_MS);
  }

  #close(): void {
    window.clearTimeout(this.#retry);
    window.clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = null;
  }
}

function parseData({ data }: MessageEvent<unknown>): unknown {
  return typeof data === "string" ? JSON.parse(data) : null;
}
