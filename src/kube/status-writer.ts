import PQueue from "p-queue";
import { endsWithin, type SetTimer, systemTimer } from "@gastown/system";
import type { PresentStatus } from "./lister.ts";
import type { ObjectRef } from "./resource.ts";
import { defaultBackoff, type Backoff } from "./retry.ts";
import { StatusSlot, type SlotSurroundings, type WriteCounter, type WriteOutcome } from "./status-slot.ts";
import type { KubeApi } from "./transport.ts";

export interface StatusWriterOptions {
  api: KubeApi;
  /** The object as its informer has it: `lister.present(ref)` of the lister for `ref.resource`. */
  present: (ref: ObjectRef) => PresentStatus | undefined;
  now: () => number;
  /** The machine's own timers unless given. */
  setTimer?: SetTimer;
  random: () => number;
  onCount?: (counter: WriteCounter, ref: ObjectRef) => void;
  /** Makes of a status, given as JSON and with its conditions' times, one that the server takes. */
  fit?: (ref: ObjectRef, status: unknown) => unknown;
  /**
   * Whether a status says the same as the one that an earlier process has left: then it is not written. Asked until this
   * process has written one itself; never, unless given.
   */
  saysWhatWasSaid?: (asked: unknown, present: unknown) => boolean;
  /** The newest status is not on the server: it was refused for good, or several tries in a row came to nothing. */
  onRefused?: (ref: ObjectRef, error: unknown) => void;
  /** After `onRefused`: a later status went through, or the object is gone. */
  onAccepted?: (ref: ObjectRef) => void;
  /** Requests under way at once, over all objects. */
  concurrency?: number;
  backoff?: Backoff;
  fieldManager?: string;
}

/**
 * Writes statuses by server-side apply: only when they differ from what the server has, only the newest, one at a
 * time for each object.
 */
export class StatusWriter {
  readonly #slots = new Map<string, StatusSlot>();
  readonly #shared: SlotSurroundings;
  readonly #stop = new AbortController();

  constructor(options: StatusWriterOptions) {
    const { api, present, now, random, setTimer = systemTimer, concurrency = 8 } = options;
    this.#shared = {
      api,
      present,
      now,
      setTimer,
      random,
      count: options.onCount ?? (() => undefined),
      fit: options.fit ?? ((_ref, status) => status),
      saysWhatWasSaid: options.saysWhatWasSaid ?? (() => false),
      onRefused: options.onRefused ?? (() => undefined),
      onAccepted: options.onAccepted ?? (() => undefined),
      queue: new PQueue({ concurrency }),
      signal: this.#stop.signal,
      backoff: options.backoff ?? defaultBackoff,
      fieldManager: options.fieldManager ?? "gastown-operator",
    };
  }

  /**
   * Makes the object's status this one. It is the whole of what the operator says of the object: a field that was
   * there last time and is left out now is removed. `lastTransitionTime` of conditions is filled in and kept. Once
   * offered, the object must not be changed any more. Settles when the fate of this status is known; never rejects.
   */
  async writeStatus(ref: ObjectRef, status: object): Promise<WriteOutcome> {
    if (this.#stop.signal.aborted) return { outcome: "closed" };
    let slot = this.#slots.get(ref.uid);
    if (slot === undefined) {
      slot = new StatusSlot(ref, this.#shared);
      this.#slots.set(ref.uid, slot);
    }
    const outcome = await slot.offer(status);
    if (outcome.outcome === "gone") this.forget(ref.uid);
    return outcome;
  }

  /** Drops what is remembered of a deleted object. */
  forget(uid: string): void {
    this.#slots.get(uid)?.end();
    this.#slots.delete(uid);
  }

  /** Objects whose newest status is not settled yet. */
  get pending(): number {
    return [...this.#slots.values()].filter((slot) => slot.busy).length;
  }

  /**
   * Waits until everything offered so far is settled, or the time is up.
   * @returns how many objects are still unsettled.
   */
  async flush(withinMs: number): Promise<number> {
    await endsWithin(this.#shared.setTimer, withinMs, this.#settled());
    return this.pending;
  }

  /** Stops at once, requests under way included: who has lost the lease must not write any more. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("the status writer was closed"));
    await this.#settled();
  }

  async #settled(): Promise<void> {
    await Promise.all([...this.#slots.values()].map((slot) => slot.idle));
  }
}
