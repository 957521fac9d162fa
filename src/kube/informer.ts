import { delay, systemTimer, errorMessage } from "@gastown/system";
import { ConnectionError, UnreadableAnswerError, isApiError, isTransient, type ApiError } from "./errors.ts";
import type { InformerEvent, InformerOptions } from "./informer-options.ts";
import { listAll } from "./list.ts";
import { ObjectStore, keyOf, type Lister } from "./lister.ts";
import {
  ParseProblem,
  collectionPath,
  withoutManagedFields,
  type RawObject,
  type ResourceType,
} from "./resource.ts";
import { backoffMs, defaultBackoff } from "./retry.ts";
import { isOlder } from "./versions.ts";
import { watchOnce, type WatchFrame } from "./watch.ts";

/** After so many failures in a row the version to resume from is suspect itself: etcd may have been restored. */
const failuresBeforeRelist = 5;
/** A watch that ends sooner, having said nothing, is taken for a failure: resuming at once would be a busy loop. */
const shortestWatchMs = 1_000;

/**
 * Keeps a store equal to the server's objects of one type: lists, watches from there, resumes when the watch ends,
 * lists again when resuming is impossible. The shape is that of client-go's reflector. Goes on until `close()`.
 */
export class Informer<T> {
  readonly #options: InformerOptions<T>;
  readonly #store: ObjectStore<T>;
  readonly #path: string;
  readonly #stop = new AbortController();
  readonly #synced = Promise.withResolvers<undefined>();
  readonly #tried = Promise.withResolvers<undefined>();
  #refusal: ApiError | undefined;
  #isServed = false;
  #running: Promise<void> | undefined;
  #everListed = false;
  /** Where to resume the watch; undefined when only a list helps. */
  #position: string | undefined;
  /** Objects that this watch has seen go: what comes of them later has been overtaken on the way. */
  readonly #gone = new Set<string>();
  #failures = 0;
  #lastContactAt: number | undefined;

  constructor(options: InformerOptions<T>) {
    this.#options = options;
    this.#store = options.store ?? new ObjectStore<T>();
    this.#path = collectionPath(options.resource, options.namespace);
    // Nobody need wait for it; a close before the first list must not be an unhandled rejection.
    this.#synced.promise.catch(() => undefined);
  }

  get resource(): ResourceType {
    return this.#options.resource;
  }

  get lister(): Lister<T> {
    return this.#store;
  }

  /** Resolves when the first list is in the store and was handed to the handler; rejects when closed before. */
  get hasSynced(): Promise<void> {
    return this.#synced.promise;
  }

  /** Resolves when the first list was tried, whatever came of it: for types that one can do without. */
  get wasTried(): Promise<void> {
    return this.#tried.promise;
  }

  get hasListed(): boolean {
    return this.#everListed;
  }

  /** Why the server serves nothing of this type: 404, it is not installed, or 403; undefined while it does. */
  get refusal(): ApiError | undefined {
    return this.#refusal;
  }

  /** When the server last sent anything (ms since the epoch); undefined before that. */
  get lastContactAt(): number | undefined {
    return this.#lastContactAt;
  }

  start(): this {
    this.#running ??= this.#run(this.#stop.signal);
    return this;
  }

  /** Ends the watch. No event comes after it. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("the informer was closed"));
    this.#synced.reject(this.#stop.signal.reason);
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.#position ??= await this.#relist(signal);
        await this.#watch(this.#position, signal);
      } catch (error) {
        await this.#recover(error, signal);
      }
    }
  }

  async #relist(signal: AbortSignal): Promise<string> {
    const { api, pageLimit = 500 } = this.#options;
    const { items, resourceVersion } = await listAll(api, this.#path, {
      query: this.#selection(),
      limit: pageLimit,
      signal,
      onPage: () => this.#heard(),
    });
    const missed = this.#replace(items);
    if (this.#everListed && missed > 0) this.#options.onMissed?.(missed);
    this.#everListed = true;
    this.#synced.resolve(undefined);
    this.#tried.resolve(undefined);
    return resourceVersion;
  }

  async #watch(position: string, signal: AbortSignal): Promise<void> {
    const { api, now, random, overdueAfterMs = 3_000, watchSeconds = 8 } = this.#options;
    const { setTimer = systemTimer } = this.#options;
    const seconds = Math.ceil(watchSeconds * (1 + random()));
    const query = {
      ...this.#selection(),
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: position,
      timeoutSeconds: String(seconds),
    };
    const startedAt = now();
    let frames = 0;
    this.#gone.clear();
    const lasted = (): boolean => now() - startedAt >= shortestWatchMs;
    const deadAfterMs = seconds * 1_000 + overdueAfterMs;
    try {
      for await (const frame of watchOnce(api, this.#path, {
        query,
        deadAfterMs,
        setTimer,
        signal,
        onContact: () => {
          this.#heard();
          this.#served();
        },
      })) {
        frames += 1;
        this.#failures = 0;
        this.#take(frame);
      }
    } finally {
      // A quiet watch is none of the failures before it: what ends it now is the first one in a row.
      if ((this.#lastContactAt ?? 0) > startedAt && lasted()) this.#failures = 0;
    }
    if (frames === 0 && !lasted()) {
      throw new ConnectionError(`the watch of ${this.#path} ended as soon as it began`);
    }
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    this.#tried.resolve(undefined);
    if (signal.aborted) return;
    if (isApiError(error, 403, 404)) this.#refused(error);
    const { random, backoff = defaultBackoff, setTimer = systemTimer } = this.#options;
    this.#failures += 1;
    // A refusal (410 above all) or a broken line comes again at the same version: only a list gets past it.
    const resumable = isTransient(error) && !(error instanceof UnreadableAnswerError);
    const relist = !resumable || this.#failures >= failuresBeforeRelist;
    const fresh = relist && this.#position !== undefined && this.#failures === 1;
    if (relist) this.#position = undefined;
    const waitMs = fresh ? 0 : backoffMs(this.#failures, random, backoff, error);
    this.#options.onDisturbance?.({ error, during: "connection", failures: this.#failures, waitMs });
    await delay(setTimer, waitMs, signal);
  }

  #take(frame: WatchFrame): void {
    switch (frame.type) {
      case "bookmark":
        this.#position = frame.resourceVersion;
        return;
      case "applied":
        if (!this.#isOvertaken(frame.object)) this.#apply(frame.object);
        this.#reach(frame.object.metadata.resourceVersion);
        return;
      case "deleted":
        if (!this.#isOvertaken(frame.object)) this.#delete(keyOf(frame.object.metadata), frame.object);
        this.#gone.add(frame.object.metadata.uid);
        this.#reach(frame.object.metadata.resourceVersion);
        return;
      default:
        return frame satisfies never;
    }
  }

  /** True for news that is older than what is known: a proxy or a cache between may change the order. */
  #isOvertaken({ metadata }: RawObject): boolean {
    if (this.#gone.has(metadata.uid)) return true;
    const known = this.#store.entry(keyOf(metadata));
    return known !== undefined && isOlder(metadata.resourceVersion, known.resourceVersion);
  }

  #reach(version: string): void {
    if (this.#position === undefined || !isOlder(version, this.#position)) this.#position = version;
  }

  /** Makes the store equal to a whole list. @returns how many changes that took. */
  #replace(items: RawObject[]): number {
    const gone = new Set(this.#store.keys());
    let changes = 0;
    for (const item of items) {
      gone.delete(keyOf(item.metadata));
      changes += this.#apply(item);
    }
    for (const key of gone) this.#delete(key, undefined);
    return changes + gone.size;
  }

  /** @returns how many changes the object brought: two when it replaces another of its name. */
  #apply(raw: RawObject): number {
    const { metadata } = raw;
    const key = keyOf(metadata);
    const before = this.#store.entry(key);
    if (before?.uid === metadata.uid && before.resourceVersion === metadata.resourceVersion) return 0;
    const replaces = before !== undefined && before.uid !== metadata.uid;
    if (replaces) this.#delete(key, undefined);
    const parsed = this.#parse(raw);
    const readable = !(parsed instanceof ParseProblem);
    // What became unreadable still exists: its last readable version stays, for "deleted" would be a lie.
    const object = readable ? parsed : replaces ? undefined : before?.object;
    const { uid, resourceVersion } = metadata;
    this.#store.put(key, { uid, resourceVersion, object, status: raw["status"] });
    if (readable) this.#emit({ type: "applied", object: parsed });
    else
      this.#options.onUnreadable?.({
        name: metadata.name,
        namespace: metadata.namespace,
        problem: parsed.problem,
      });
    return replaces ? 2 : 1;
  }

  #delete(key: string, last: RawObject | undefined): void {
    const before = this.#store.entry(key);
    if (before === undefined) return;
    this.#store.remove(key);
    const final = last === undefined ? undefined : this.#parse(last);
    const object = final === undefined || final instanceof ParseProblem ? before.object : final;
    if (object !== undefined) this.#emit({ type: "deleted", object });
  }

  #parse(raw: RawObject): T | ParseProblem {
    try {
      return this.#options.resource.parse(withoutManagedFields(raw));
    } catch (error) {
      return new ParseProblem(errorMessage(error));
    }
  }

  #emit(event: InformerEvent<T>): void {
    try {
      this.#options.handler(event);
    } catch (error) {
      this.#options.onDisturbance?.({ error, during: "handler", failures: this.#failures, waitMs: 0 });
    }
  }

  #refused(error: ApiError): void {
    const isNews = this.#refusal?.code !== error.code;
    this.#isServed = false;
    this.#refusal = error;
    if (isNews) this.#options.onRefused?.(error);
  }

  /** Only a watch shows that it is: what may be listed may still be forbidden to watch. */
  #served(): void {
    if (this.#isServed) return;
    this.#isServed = true;
    this.#refusal = undefined;
    this.#options.onServed?.();
  }

  #heard(): void {
    this.#lastContactAt = this.#options.now();
  }

  #selection(): Record<string, string> {
    const { labelSelector } = this.#options;
    return labelSelector === undefined ? {} : { labelSelector };
  }
}
