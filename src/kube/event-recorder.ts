import PQueue from "p-queue";
import { z } from "zod";
import { cutToBytes, EVENT_NOTE_BYTES, EVENT_WORD_BYTES } from "../grammar/index.ts";
import { endsWithin, microTime, type SetTimer, systemTimer, TokenBucket } from "@gastown/system";
import { isApiError } from "./errors.ts";
import { apiVersionOf, collectionPath, objectPath, type ObjectRef, type ResourceType } from "./resource.ts";
import { defaultBackoff, retrying, type Backoff } from "./retry.ts";
import type { KubeApi } from "./transport.ts";

/** A transition worth telling a person. */
export interface RecordedEvent {
  /** The object it is about; its `uid` is what `kubectl describe` looks for. */
  regarding: ObjectRef;
  type: "Normal" | "Warning";
  /** Machine-readable, UpperCamelCase, such as `PolecatStuck`. */
  reason: string;
  /** For people; longer ones are cut at 1024 bytes. */
  note: string;
  /** What was done or tried, UpperCamelCase, such as `Sling`. */
  action: string;
}

/** `limited`: held back by the object's budget or by a full queue; `failed`: the server would not take it. */
export type EventCounter = "created" | "repeated" | "limited" | "failed";

export interface EventRecorderOptions {
  api: KubeApi;
  now: () => number;
  /** The machine's own timers unless given. */
  setTimer?: SetTimer;
  random: () => number;
  /** This process, at most 128 characters: usually the pod's name. */
  reportingInstance: string;
  reportingController?: string;
  onCount?: (counter: EventCounter) => void;
  /** Told why an event about this object could not be written. */
  onError?: (error: unknown, regarding: ObjectRef) => void;
  /** An event about this object was written. */
  onWritten?: (regarding: ObjectRef) => void;
  backoff?: Backoff;
  /** Requests an object may cause at once, and the time after which it gets one more. */
  burst?: number;
  refillMs?: number;
}

const eventType: ResourceType = {
  group: "events.k8s.io",
  version: "v1",
  plural: "events",
  kind: "Event",
  namespaced: true,
};
/** The same thing again endsWithin this time counts up the series instead of making another Event. */
const seriesMs = 10 * 60_000;
const longestQueue = 1_000;
const attempts = 3;

interface Series {
  event: RecordedEvent;
  /** Name of the Event, chosen once: a creation repeated after a lost answer must not make a second Event. */
  name: string;
  created: boolean;
  count: number;
  firstAt: number;
  lastAt: number;
  queued: boolean;
}

/**
 * Writes Events of events.k8s.io/v1. Best effort by nature: an Event that cannot be written is counted and lost, and
 * never delays or fails what it tells about.
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #series = new Map<string, Series>();
  readonly #budgets = new Map<string, TokenBucket>();
  /** One at a time: a repetition must find the name that the creation got. */
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #stop = new AbortController();
  #sweptAt = -Infinity;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  /** Returns at once and never throws. */
  record(event: RecordedEvent): void {
    const now = this.#options.now();
    this.#sweep(now);
    const series = this.#seriesOf(event, now);
    series.count += 1;
    series.lastAt = now;
    if (series.queued) return;
    if (this.#queue.size >= longestQueue || !this.#budgetOf(event.regarding.uid, now).take(now)) {
      this.#options.onCount?.("limited");
      return;
    }
    series.queued = true;
    void this.#queue.add(() => this.#write(series));
  }

  /** Waits until what was recorded is written or lost, or the time is up. */
  async flush(withinMs: number): Promise<void> {
    await endsWithin(this.#options.setTimer ?? systemTimer, withinMs, this.#queue.onIdle());
  }

  /** Gives up what is not written yet. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("the event recorder was closed"));
    this.#queue.clear();
    await this.#queue.onIdle();
  }

  async #write(series: Series): Promise<void> {
    const {
      random,
      setTimer = systemTimer,
      backoff = defaultBackoff,
      onCount,
      onError,
      onWritten,
    } = this.#options;
    series.queued = false;
    try {
      const counter = await retrying(() => this.#send(series), {
        random,
        setTimer,
        backoff,
        attempts,
        signal: this.#stop.signal,
      });
      onCount?.(counter);
      onWritten?.(series.event.regarding);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      onCount?.("failed");
      onError?.(error, series.event.regarding);
    }
  }

  async #send(series: Series): Promise<EventCounter> {
    if (series.created && (await this.#repeat(series))) return "repeated";
    await this.#create(series);
    series.created = true;
    return "created";
  }

  /** @returns false when the Event is no longer there: Kubernetes keeps them for an hour. */
  async #repeat({ event, name, count, lastAt }: Series): Promise<boolean> {
    const path = objectPath(eventType, { name, namespace: namespaceOf(event.regarding) });
    try {
      await this.#options.api.request("PATCH", path, z.unknown(), {
        // Everything but the series is immutable.
        body: { series: seriesOf(count, lastAt) },
        contentType: "application/merge-patch+json",
        signal: this.#stop.signal,
      });
      return true;
    } catch (error) {
      if (isApiError(error, 404)) return false;
      throw error;
    }
  }

  async #create({ event, name, count, firstAt, lastAt }: Series): Promise<void> {
    const namespace = namespaceOf(event.regarding);
    const body = { ...this.#bodyOf(event, firstAt), metadata: { name, namespace } };
    try {
      await this.#options.api.request("POST", collectionPath(eventType, namespace), z.unknown(), {
        body: count < 2 ? body : { ...body, series: seriesOf(count, lastAt) },
        signal: this.#stop.signal,
      });
    } catch (error) {
      if (!isApiError(error, 409)) throw error;
    }
  }

  /**
   * The `deprecated*` fields (count, timestamps, source) stay out: the API server refuses them on this version
   * ("needs to be unset") and fills the core/v1 view, which kubectl reads, from these.
   */
  #bodyOf({ regarding, type, reason, note, action }: RecordedEvent, at: number) {
    const { resource, name, namespace, uid } = regarding;
    return {
      apiVersion: apiVersionOf(eventType),
      kind: eventType.kind,
      eventTime: microTime(at),
      reportingController: this.#options.reportingController ?? "gastown.io/operator",
      reportingInstance: cutToBytes(this.#options.reportingInstance, EVENT_WORD_BYTES),
      regarding: { apiVersion: apiVersionOf(resource), kind: resource.kind, name, namespace, uid },
      type,
      reason: cutToBytes(reason === "" ? "Unknown" : reason, EVENT_WORD_BYTES),
      action: cutToBytes(action, EVENT_WORD_BYTES),
      note: cutToBytes(note, EVENT_NOTE_BYTES),
    };
  }

  #seriesOf(event: RecordedEvent, now: number): Series {
    const { regarding, type, reason, note, action } = event;
    const key = JSON.stringify([regarding.uid, type, reason, note, action]);
    const known = this.#series.get(key);
    if (known !== undefined && now - known.lastAt < seriesMs) return known;
    const name = nameFor(regarding.name, now, this.#options.random());
    const series = { event, name, created: false, count: 0, firstAt: now, lastAt: now, queued: false };
    this.#series.set(key, series);
    return series;
  }

  #budgetOf(uid: string, now: number): TokenBucket {
    const { burst = 25, refillMs = 60_000 } = this.#options;
    let budget = this.#budgets.get(uid);
    if (budget === undefined) {
      budget = new TokenBucket(burst, refillMs, now);
      this.#budgets.set(uid, budget);
    }
    return budget;
  }

  /** Once a minute: ended series and full budgets of objects long gone would pile up. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < 60_000) return;
    this.#sweptAt = now;
    for (const [key, { lastAt }] of this.#series) if (now - lastAt >= seriesMs) this.#series.delete(key);
    for (const [uid, budget] of this.#budgets) if (budget.isFull(now)) this.#budgets.delete(uid);
  }
}

/** Events about cluster-scoped objects live in `default`: the API server accepts no other place. */
function namespaceOf(regarding: ObjectRef): string {
  return regarding.namespace ?? "default";
}

/** `object.hex`, as client-go names them; the random part keeps two of one millisecond apart. */
function nameFor(object: string, at: number, random: number): string {
  const suffix = (BigInt(Math.floor(at)) * 1_000_000n + BigInt(Math.floor(random * 1_000_000))).toString(16);
  return `${object.slice(0, 253 - suffix.length - 1).replace(/[-.]+$/, "")}.${suffix}`;
}

function seriesOf(count: number, lastAt: number) {
  return { count, lastObservedTime: microTime(lastAt) };
}
