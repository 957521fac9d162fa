import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** Which requests a fault hits; what is left out matches everything. */
export interface RequestMatch {
  /** HTTP method in capitals, such as PATCH. */
  readonly method?: string;
  /** The URL's path (without query): a part of it, an expression, or a predicate. */
  readonly path?: string | RegExp | ((path: string) => boolean);
}

/** A failure to answer with instead of handling a request. */
export interface Failure extends RequestMatch {
  /** HTTP status, such as 429, 500 or 409. */
  readonly status: number;
  /** How many requests fail; default 1. */
  readonly times?: number;
  /** Value of Retry-After in seconds, also put into the Status' details. */
  readonly retryAfterSeconds?: number;
  /** The Status' message; default says that the failure was asked for. */
  readonly message?: string;
}

/** What tests may do to a running embedded API. */
export interface FaultControls {
  /** Cuts the connection of every open watch, without a closing chunk; gives how many there were. */
  dropWatches(): number;
  /** Answers the next matching requests with a failure and does not carry them out. */
  failNext(failure: Failure): void;
  /**
   * Accepts matching requests but answers none, as a stopped process would; with no match, open watches go silent too.
   * The returned function thaws: held requests are then carried out, held watch events are sent.
   */
  freeze(match?: RequestMatch): () => void;
  /** Forgets past events, so that every watch resuming from a resource version given out so far gets 410 Expired. */
  forgetWatchLog(): void;
  /** Holds back matching requests for so many milliseconds each; the returned function ends it. */
  delay(milliseconds: number, match?: RequestMatch): () => void;
  /** Ends all failures, freezes and delays. */
  clear(): void;
}

/** The server's side of the faults. */
export interface FaultGate {
  /** Waits out delays and freezes; gives the failure to answer with, if one was asked for. */
  admit(method: string, path: string): Promise<Failure | undefined>;
  /** Whether watches have to hold their events back now. */
  watchesFrozen(): boolean;
  /** Calls back when watches may go on. */
  onThaw(listener: () => void): () => void;
}

function matches(match: RequestMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  if (match.path === undefined) return true;
  if (typeof match.path === "string") return path.includes(match.path);
  return match.path instanceof RegExp ? match.path.test(path) : match.path(path);
}

/** Faults of one server; `connections` are the effects that reach beyond single requests. */
export class Faults implements FaultControls, FaultGate {
  readonly #connections: { dropWatches(): number; forgetWatchLog(): void };
  readonly #changed = new EventEmitter().setMaxListeners(0);
  #failures: { readonly failure: Failure; left: number }[] = [];
  readonly #freezes = new Set<RequestMatch>();
  readonly #delays = new Set<RequestMatch & { readonly milliseconds: number }>();

  constructor(connections: { dropWatches(): number; forgetWatchLog(): void }) {
    this.#connections = connections;
  }

  dropWatches(): number {
    return this.#connections.dropWatches();
  }

  forgetWatchLog(): void {
    this.#connections.forgetWatchLog();
  }

  failNext(failure: Failure): void {
    this.#failures.push({ failure, left: failure.times ?? 1 });
  }

  freeze(match: RequestMatch = {}): () => void {
    const freeze = { ...match };
    this.#freezes.add(freeze);
    return () => {
      if (this.#freezes.delete(freeze)) this.#changed.emit("thaw");
    };
  }

  delay(milliseconds: number, match: RequestMatch = {}): () => void {
    const delay = { ...match, milliseconds };
    this.#delays.add(delay);
    return () => void this.#delays.delete(delay);
  }

  clear(): void {
    this.#failures = [];
    this.#delays.clear();
    this.#freezes.clear();
    this.#changed.emit("thaw");
  }

  watchesFrozen(): boolean {
    return [...this.#freezes].some((freeze) => freeze.method === undefined && freeze.path === undefined);
  }

  onThaw(listener: () => void): () => void {
    this.#changed.on("thaw", listener);
    return () => void this.#changed.off("thaw", listener);
  }

  async admit(method: string, path: string): Promise<Failure | undefined> {
    for (const delay of this.#delays) {
      if (matches(delay, method, path)) await sleep(delay.milliseconds, undefined, { ref: false });
    }
    while ([...this.#freezes].some((freeze) => matches(freeze, method, path))) {
      await once(this.#changed, "thaw");
    }
    const planned = this.#failures.find((entry) => matches(entry.failure, method, path));
    if (planned === undefined) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#failures = this.#failures.filter((entry) => entry !== planned);
    return planned.failure;
  }
}
