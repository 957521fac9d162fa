/** One watch: frames in their order, each after a while; or late, lost, repeated, out of order, cut, silent, gone. */
import { ConnectionError } from "../../src/kube/index.ts";
import type { Frame } from "../operator/memory-store.ts";
import type { WatchFault } from "./actions.ts";
import { keyOf, type SimApiOptions } from "./sim-api.ts";

const BOOKMARK_EVERY_MS = 60_000;
/** Of two things at the same time chance says which comes first: frames of one watch have their order. */
const ONE_AFTER_THE_OTHER_MS = 0.001;
const bytes = new TextEncoder();

interface Line {
  readonly text: string;
  readonly tell: () => void;
}

export function openWatch(
  options: SimApiOptions,
  plural: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  return new Watch(options, plural, Number(query["resourceVersion"]), signal).run(
    Number(query["timeoutSeconds"]),
  );
}

/** Kinds whose newest watch ended with a hole in what it had told, by life: the next one owns up to it. */
const holes = new WeakMap<object, Set<string>>();

class Watch {
  readonly #options: SimApiOptions;
  readonly #plural: string;
  readonly #signal: AbortSignal;
  readonly #lines: Line[] = [];
  readonly #stops: (() => void)[] = [];
  #wake: () => void = () => undefined;
  #end: Error | "clean" | null = null;
  #isSilent = false;
  /** Something was lost, and nobody has heard the watch own up to it yet. */
  #hasHole = false;
  #lastAt = 0;
  #version: number;
  /** Versions that are under way, which one out of its order may have overtaken, and the newest that was reported. */
  readonly #underWay = new Set<number>();
  #newest = 0;

  constructor(options: SimApiOptions, plural: string, version: number, signal: AbortSignal) {
    this.#options = options;
    this.#plural = plural;
    this.#version = version;
    this.#signal = signal;
  }

  async *run(timeoutSeconds: number): AsyncGenerator<Uint8Array> {
    const { store, time } = this.#options.ground;
    this.#stops.push(
      store.subscribe((plural, frame) => {
        if (plural === this.#plural) this.#send(frame);
      }),
      time.after(timeoutSeconds * 1_000, `end of watch ${this.#plural}`, () => this.#finish("clean")),
    );
    const onAbort = (): void => this.#wake();
    this.#signal.addEventListener("abort", onAbort, { once: true });
    this.#hasHole = this.#takeHole();
    if (this.#version < store.oldest || this.#hasHole) this.#gone();
    for (const frame of store.framesAfter(this.#plural, this.#version)) this.#send(frame);
    this.#bookmark();
    try {
      for (;;) {
        this.#signal.throwIfAborted();
        const line = this.#lines.shift();
        if (line !== undefined) {
          line.tell();
          yield bytes.encode(`${line.text}\n`);
        } else if (this.#end === "clean") return;
        else if (this.#end !== null) throw this.#end;
        else await this.#something();
      }
    } finally {
      for (const stop of this.#stops) stop();
      this.#end ??= "clean";
      // Who gives a watch up resumes from the newest that it was told: what was lost before that would be lost for good.
      if (this.#hasHole || [...this.#underWay].some((version) => version < this.#newest))
        this.#holesOfLife().add(this.#plural);
      this.#signal.removeEventListener("abort", onAbort);
    }
  }

  #holesOfLife(): Set<string> {
    const { life } = this.#options;
    const known = holes.get(life) ?? new Set();
    holes.set(life, known);
    return known;
  }

  #takeHole(): boolean {
    return this.#holesOfLife().delete(this.#plural);
  }

  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #send(frame: Frame): void {
    const { activeFaults, chance } = this.#options.ground;
    const how = activeFaults.watch(this.#plural);
    const name = `${this.#plural} ${frame.version}`;
    const ms =
      chance.between(1, 80, "watch", name) + (how === "late" ? chance.number("late", name) * 60_000 : 0);
    switch (how) {
      case "cut":
        this.#later(ms, () => this.#finish(new ConnectionError("the watch was cut")));
        return;
      case "halfOpen":
        this.#isSilent = true;
        return;
      case "lost":
      case "gone":
        this.#hasHole = true;
        // What a watch loses it must own up to: the server says that its history has a hole.
        this.#later(ms + (how === "lost" ? chance.number("hole", name) * 60_000 : 0), () => this.#gone());
        return;
      case "repeated":
        this.#deliver(frame, ms, how);
        this.#deliver(frame, ms, how);
        return;
      case "reordered":
      case "late":
      case null:
        this.#deliver(frame, ms, how);
        return;
      default:
        how satisfies never;
    }
  }

  #deliver(frame: Frame, ms: number, how: WatchFault | null): void {
    const { told, ground } = this.#options;
    const now = ground.time.now();
    const spread = how === "reordered" ? ground.chance.number("reordered", frame.version) * 2_000 : 0;
    const at =
      how === "reordered" ? now + ms + spread : Math.max(this.#lastAt + ONE_AFTER_THE_OTHER_MS, now + ms);
    this.#underWay.add(frame.version);
    if (how !== "reordered") this.#lastAt = at;
    ground.time.after(at - now, `frame ${this.#plural} ${frame.version}`, () => {
      this.#version = frame.version;
      this.#push({
        text: JSON.stringify({ type: frame.type, object: frame.object }),
        tell: () => {
          this.#underWay.delete(frame.version);
          this.#newest = Math.max(this.#newest, frame.version);
          const key = keyOf(this.#plural, frame.object);
          // Out of its order: the operator has been told of a newer one, and goes by that.
          if (Number(told.get(key)?.metadata.resourceVersion ?? 0) > frame.version) return;
          if (frame.type === "DELETED") told.delete(key);
          else told.set(key, frame.object);
        },
      });
    });
  }

  #bookmark(): void {
    this.#later(BOOKMARK_EVERY_MS, () => {
      const metadata = { resourceVersion: String(this.#version) };
      this.#push({ text: JSON.stringify({ type: "BOOKMARK", object: { metadata } }), tell: () => undefined });
      this.#bookmark();
    });
  }

  #gone(): void {
    const object = { code: 410, reason: "Expired", message: "too old resource version" };
    const tell = (): void => {
      this.#hasHole = false;
    };
    this.#push({ text: JSON.stringify({ type: "ERROR", object }), tell });
  }

  #later(ms: number, happen: () => void): void {
    const stop = this.#options.ground.time.after(ms, `watch ${this.#plural}`, () => {
      if (this.#end === null) happen();
    });
    this.#stops.push(stop);
  }

  #push(line: Line): void {
    const { life } = this.#options;
    // What was lost on the way does not come later: the connection says nothing any more.
    if (life.isCut()) this.#isSilent = true;
    if (this.#end !== null || this.#isSilent || life.isDead()) return;
    life.awake(() => {
      this.#lines.push(line);
      this.#wake();
    });
  }

  #finish(end: Error | "clean"): void {
    if (this.#isSilent || this.#options.life.isDead()) return;
    if (this.#hasHole) this.#gone();
    this.#end ??= end;
    this.#wake();
  }
}
