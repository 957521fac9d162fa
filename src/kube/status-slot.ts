import { isDeepStrictEqual } from "node:util";
import type PQueue from "p-queue";
import { delay, type SetTimer } from "@gastown/system";
import { carryTransitionTimes } from "./conditions.ts";
import { isApiError, isTransient } from "./errors.ts";
import type { PresentStatus } from "./lister.ts";
import { apiVersionOf, objectPath, rawObjectSchema, type ObjectRef, type RawObject } from "./resource.ts";
import { backoffMs, type Backoff } from "./retry.ts";
import type { KubeApi } from "./transport.ts";
import { isOlder } from "./versions.ts";

/**
 * What became of a status:
 * - `written`: the server has it; `unchanged`: it had it already
 * - `superseded`: a newer status of the same object took its place before it was sent
 * - `gone`: the object no longer exists, or another one has its name now
 * - `failed`: the server refuses it for good (invalid, forbidden)
 * - `closed`: the writer was closed first
 */
export type WriteOutcome =
  | { outcome: "written"; resourceVersion: string }
  | { outcome: "unchanged"; resourceVersion: string }
  | { outcome: "superseded" | "gone" | "closed" }
  | { outcome: "failed"; error: unknown };

/** What is counted: every outcome but `closed`, and each attempt that will be repeated. */
export type WriteCounter = Exclude<WriteOutcome["outcome"], "closed"> | "retried";

/** What all slots of a writer share. */
export interface SlotSurroundings {
  api: KubeApi;
  present: (ref: ObjectRef) => PresentStatus | undefined;
  now: () => number;
  setTimer: SetTimer;
  random: () => number;
  count: (counter: WriteCounter, ref: ObjectRef) => void;
  fit: (ref: ObjectRef, status: unknown) => unknown;
  saysWhatWasSaid: (asked: unknown, present: unknown) => boolean;
  onRefused: (ref: ObjectRef, error: unknown) => void;
  onAccepted: (ref: ObjectRef) => void;
  /** Limits the requests under way; waiting out a backoff takes no place in it. */
  queue: PQueue;
  signal: AbortSignal;
  backoff: Backoff;
  fieldManager: string;
}

interface Offer {
  /** The caller's own object, by which it is known again. */
  readonly given: object;
  readonly status: unknown;
  readonly settle: (outcome: WriteOutcome) => void;
}

/** How often a write that met somebody else's is repeated at once, on a fresh reading. */
const conflictsInARow = 4;
/** A write that is repeated is told of once so many tries in a row came to nothing. */
const triesUntilTold = 4;

/** The statuses of one object: the newest offer waits here, and at most one is on its way. */
export class StatusSlot {
  readonly #ref: ObjectRef;
  readonly #shared: SlotSurroundings;
  #waiting: Offer | undefined;
  #running: Promise<void> | undefined;
  #failures = 0;
  /** Somebody was told that the newest status is not on the server. */
  #isTold = false;
  /** The object as the server last told us directly; newer than the informer's for a moment after each write. */
  #known: PresentStatus | undefined;
  /** What was last asked for, and what the server made of it: it fills in defaults and drops unknown fields. */
  #written: { asked: unknown; made: unknown } | undefined;
  /** What the server was last found to have, and as which version of the object. */
  #settled: { given: object; resourceVersion: string } | undefined;

  constructor(ref: ObjectRef, shared: SlotSurroundings) {
    this.#ref = ref;
    this.#shared = shared;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves when nothing is left to do. */
  get idle(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  offer(status: object): Promise<WriteOutcome> {
    const { promise, resolve } = Promise.withResolvers<WriteOutcome>();
    const settle = (outcome: WriteOutcome): void => {
      if (outcome.outcome !== "closed") this.#shared.count(outcome.outcome, this.#ref);
      resolve(outcome);
    };
    const settled = this.#settled;
    // Every sync offers every status again: one that nothing has happened to since must cost nothing.
    if (
      !this.busy &&
      settled?.given === status &&
      settled.resourceVersion === this.#newest()?.resourceVersion
    ) {
      settle({ outcome: "unchanged", resourceVersion: settled.resourceVersion });
      return promise;
    }
    this.#waiting?.settle({ outcome: "superseded" });
    // Through JSON: an undefined member is no difference.
    this.#waiting = { given: status, status: JSON.parse(JSON.stringify(status)), settle };
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    return promise;
  }

  /** Nothing is owed to this object any more. */
  end(): void {
    if (this.#isTold) this.#shared.onAccepted(this.#ref);
    this.#isTold = false;
  }

  async #run(): Promise<void> {
    const { queue, signal, random, backoff, setTimer } = this.#shared;
    while (this.#waiting !== undefined) {
      const trouble = await queue.add(() => this.#send());
      if (trouble === undefined) continue;
      // The failures outlive the offer: newer statuses must not turn the backoff into a hammering.
      const waitMs = backoffMs(this.#failures, random, backoff, trouble.error);
      await delay(setTimer, waitMs, signal);
    }
  }

  /** Sends what waits. @returns the error, when it waits again for another attempt. */
  async #send(): Promise<{ error: unknown } | undefined> {
    const offer = this.#waiting;
    this.#waiting = undefined;
    if (offer === undefined) return undefined;
    try {
      this.#shared.signal.throwIfAborted();
      const outcome = await this.#write(offer.status);
      if (outcome.outcome === "written" || outcome.outcome === "unchanged")
        this.#settled = { given: offer.given, resourceVersion: outcome.resourceVersion };
      offer.settle(outcome);
      this.#failures = 0;
      this.end();
      return undefined;
    } catch (error) {
      return this.#refused(offer, error);
    }
  }

  #refused(offer: Offer, error: unknown): { error: unknown } | undefined {
    if (this.#shared.signal.aborted) {
      offer.settle({ outcome: "closed" });
      return undefined;
    }
    if (!isTransient(error) && !isApiError(error, 409)) {
      this.#tell(error);
      offer.settle({ outcome: "failed", error });
      return undefined;
    }
    this.#failures += 1;
    if (this.#failures >= triesUntilTold) this.#tell(error);
    if (this.#waiting !== undefined) {
      offer.settle({ outcome: "superseded" });
    } else {
      this.#shared.count("retried", this.#ref);
      this.#waiting = offer;
    }
    return { error };
  }

  #fit(status: unknown, present: PresentStatus): unknown {
    const { fit, now } = this.#shared;
    return fit(this.#ref, carryTransitionTimes(status, this.#written?.asked ?? present.status, now()));
  }

  #tell(error: unknown): void {
    this.#isTold = true;
    this.#shared.onRefused(this.#ref, error);
  }

  async #write(status: unknown): Promise<WriteOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const present = this.#newest() ?? (await this.#read());
      if (present === undefined) return { outcome: "gone" };
      const asked = this.#fit(status, present);
      if (this.#isThere(asked, present))
        return { outcome: "unchanged", resourceVersion: present.resourceVersion };
      try {
        return this.#accept(asked, await this.#apply(asked, present.resourceVersion));
      } catch (error) {
        // Somebody changed the object, it is gone or another one by now, or only its subresource is missing: a reading tells.
        if (!isApiError(error, 404, 409, 422)) throw error;
        if ((await this.#read()) === undefined) return { outcome: "gone" };
        if (error.code !== 409 || attempt >= conflictsInARow) throw error;
      }
    }
  }

  /** The newest state known of this very object; undefined when nothing is known of it. */
  #newest(): PresentStatus | undefined {
    const seen = this.#shared.present(this.#ref);
    const known = this.#known;
    if (seen?.uid !== this.#ref.uid) return known;
    if (known !== undefined && isOlder(seen.resourceVersion, known.resourceVersion)) return known;
    this.#share(seen);
    return seen;
  }

  /** Keeps no copy of what the informer keeps: there are thousands of objects. */
  #share({ uid, resourceVersion, status }: PresentStatus): void {
    if (this.#known !== undefined) this.#known = { uid, resourceVersion, status };
    const written = this.#written;
    if (written === undefined || written.made === status || !isDeepStrictEqual(written.made, status)) return;
    this.#written = { asked: written.asked === written.made ? status : written.asked, made: status };
  }

  #isThere(asked: unknown, present: PresentStatus): boolean {
    if (isDeepStrictEqual(asked, present.status)) return true;
    const written = this.#written;
    // Whoever was told of a refusal is told of its end by a write that goes through.
    if (written === undefined) return !this.#isTold && this.#shared.saysWhatWasSaid(asked, present.status);
    return isDeepStrictEqual(asked, written.asked) && isDeepStrictEqual(present.status, written.made);
  }

  async #read(): Promise<PresentStatus | undefined> {
    const { api, signal } = this.#shared;
    try {
      const path = objectPath(this.#ref.resource, this.#ref);
      const object = await api.request("GET", path, rawObjectSchema, { signal });
      return this.#learn(object);
    } catch (error) {
      if (isApiError(error, 404)) return undefined;
      throw error;
    }
  }

  /**
   * Server-side apply. It takes no UID precondition on a status: the API server copies the stored metadata over the
   * body's before it validates (apiextensions' statusStrategy), so the old object's status would go into a new one
   * of the same name. The resource version is checked before that, and no two objects ever have the same.
   */
  async #apply(status: unknown, resourceVersion: string): Promise<RawObject> {
    const { api, signal, fieldManager } = this.#shared;
    const { resource, name, namespace, uid } = this.#ref;
    return api.request("PATCH", objectPath(resource, this.#ref, "status"), rawObjectSchema, {
      query: { fieldManager, force: "true" },
      contentType: "application/apply-patch+yaml",
      body: {
        apiVersion: apiVersionOf(resource),
        kind: resource.kind,
        metadata: { name, namespace, uid, resourceVersion },
        status,
      },
      signal,
    });
  }

  #accept(asked: unknown, object: RawObject): WriteOutcome {
    const made = this.#learn(object);
    if (made === undefined) return { outcome: "gone" };
    const isSame = isDeepStrictEqual(asked, made.status);
    this.#written = { asked: isSame ? made.status : asked, made: made.status };
    return { outcome: "written", resourceVersion: made.resourceVersion };
  }

  #learn(object: RawObject): PresentStatus | undefined {
    const { uid, resourceVersion } = object.metadata;
    if (uid !== this.#ref.uid) return undefined;
    this.#known = { uid, resourceVersion, status: object["status"] };
    return this.#known;
  }
}
