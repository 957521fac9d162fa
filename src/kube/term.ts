/**
 * A term: the time for which this process holds the lease. It renews itself until the lease is lost or given up.
 *
 * Its validity counts from the moment before the last successful renewal was sent, and ends at the renew deadline, well
 * before any other candidate can take the lease: every one of them waits the whole lease duration from a later moment.
 */
import { delay, isGivenUp } from "@gastown/system";
import type { ElectionPorts } from "./election-ports.ts";
import { isApiError, TermEndedError } from "./errors.ts";
import { heldSpec, readLease, releasedSpec, replaceLease, type Lease } from "./lease-object.ts";
import { defaultTimeoutMs, type KubeApi } from "./transport.ts";

export interface Term {
  /** Unique among all terms of all leases: which lease, and the how many-eth holder. */
  readonly token: string;
  /** False from the renew deadline on. Ask at the last moment before each effect. */
  isHeld(): boolean;
  /** Until the lease can pass to another at the earliest, ms; 0 or less when it may have passed. */
  remainingMs(): number;
  /** Resolves when the term has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Gives the lease up, so that another takes it at once. Only when every effect has ended. */
  release(): Promise<void>;
  /** Ends the term without giving up the lease: it passes when its time is over. */
  abandon(): Promise<void>;
}

/** A moment on both clocks: one that no one can set, and one that goes on while the machine sleeps. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export function momentOf({ monotonic, now }: Pick<ElectionPorts, "monotonic" | "now">): Moment {
  return { monotonicMs: monotonic(), wallMs: now() };
}

/** A hanging renewal leaves time for others before the deadline. */
const RENEWALS_A_DEADLINE = 3;
const LAST_TRIES_MS = 100;

export class HeldTerm implements Term {
  readonly token: string;
  readonly ended: Promise<void>;
  readonly #ports: ElectionPorts;
  readonly #transitions: number;
  readonly #acquiredAt: number;
  readonly #stop = new AbortController();
  readonly #renewing: Promise<void>;
  readonly #end: () => void;
  #lease: Lease;
  #renewedAt: Moment;
  #isOver = false;

  /** @param taken the moment before the request was sent that took the lease. */
  constructor(ports: ElectionPorts, lease: Lease, taken: Moment) {
    this.#ports = ports;
    this.#lease = lease;
    this.#renewedAt = taken;
    this.#acquiredAt = taken.wallMs;
    this.#transitions = lease.spec.leaseTransitions ?? 0;
    this.token = `${lease.metadata.uid}:${this.#transitions}`;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.ended = promise;
    this.#end = () => {
      this.#isOver = true;
      resolve(undefined);
    };
    this.#renewing = this.#renew().finally(this.#end);
  }

  isHeld(): boolean {
    return !this.#isOver && this.#untilDeadlineMs() > 0;
  }

  remainingMs(): number {
    return this.#ports.timings.leaseMs - this.#elapsedMs();
  }

  async release(): Promise<void> {
    const wasHeld = this.isHeld();
    await this.abandon();
    if (!wasHeld) return;
    try {
      const spec = releasedSpec(this.#lease.spec, this.#ports.now());
      await replaceLease(this.#ports.api, this.#lease, spec, { timeoutMs: this.#timeoutMs() });
    } catch (error) {
      // It passes all the same, when its time is over.
      this.#ports.onDisturbance(error);
    }
  }

  async abandon(): Promise<void> {
    this.#stop.abort(new TermEndedError("the lease is given up"));
    await this.#renewing;
  }

  async #renew(): Promise<void> {
    const { setTimer } = this.#ports;
    const { signal } = this.#stop;
    for (;;) {
      await delay(setTimer, this.#waitMs(), signal);
      if (signal.aborted || !this.isHeld()) return;
      try {
        if (!(await this.#renewOnce())) return;
      } catch (error) {
        if (!isGivenUp(signal)) this.#ports.onDisturbance(error);
      }
    }
  }

  /** @returns false when the lease is another's. @throws when it could not be renewed this time. */
  async #renewOnce(): Promise<boolean> {
    const { api, identity, timings } = this.#ports;
    const holder = { identity, leaseMs: timings.leaseMs, transitions: this.#transitions };
    const sent = momentOf(this.#ports);
    const spec = heldSpec(this.#lease.spec, holder, this.#acquiredAt, sent.wallMs);
    try {
      this.#lease = await replaceLease(api, this.#lease, spec, { timeoutMs: this.#timeoutMs() });
      this.#renewedAt = sent;
      return true;
    } catch (error) {
      // Whoever deletes the lease asks for another leader, and there may be one already.
      if (isApiError(error, 404)) return false;
      if (!isApiError(error, 409)) throw error;
    }
    return this.#readAgain();
  }

  /** Somebody wrote in between: a renewal of our own whose answer was lost, a person, or the next leader. */
  async #readAgain(): Promise<boolean> {
    const { api, identity } = this.#ports;
    const lease = await readLease(api, this.#lease.metadata, { timeoutMs: this.#timeoutMs() });
    if (lease?.spec.holderIdentity !== identity || lease.spec.leaseTransitions !== this.#transitions) {
      return false;
    }
    this.#lease = lease;
    return this.#renewOnce();
  }

  /** Near the deadline it tries sooner: a network that comes back just then saves the term. */
  #waitMs(): number {
    const left = Math.max(LAST_TRIES_MS, this.#untilDeadlineMs() / 2);
    return Math.min(this.#ports.timings.retryMs, left);
  }

  #timeoutMs(): number {
    const { renewDeadlineMs } = this.#ports.timings;
    return Math.max(1, Math.min(renewDeadlineMs / RENEWALS_A_DEADLINE, this.#untilDeadlineMs()));
  }

  #untilDeadlineMs(): number {
    return this.#ports.timings.renewDeadlineMs - this.#elapsedMs();
  }

  /** By whichever clock says more: the monotonic one stands still while a laptop sleeps, the other can be set back. */
  #elapsedMs(): number {
    const { monotonicMs, wallMs } = momentOf(this.#ports);
    return Math.max(monotonicMs - this.#renewedAt.monotonicMs, wallMs - this.#renewedAt.wallMs);
  }
}

/**
 * The API for effects of a term: writes are dropped once it has ended, and none waits for its answer longer than the
 * lease lasts.
 */
export function underTerm(api: KubeApi, term: Pick<Term, "isHeld" | "remainingMs">): KubeApi {
  return {
    stream: (path, options) => api.stream(path, options),
    request: (method, path, schema, options = {}) => {
      if (method === "GET") return api.request(method, path, schema, options);
      const timeoutMs = Math.max(1, Math.min(options.timeoutMs ?? defaultTimeoutMs, term.remainingMs()));
      const beforeSend = (): void => {
        if (!term.isHeld()) throw new TermEndedError(`${method} ${path} was dropped: its term has ended`);
      };
      return api.request(method, path, schema, { ...options, timeoutMs, beforeSend });
    },
  };
}
