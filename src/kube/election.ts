/**
 * Leader election over a Lease, with the rules of client-go: a candidate takes a lease that is free, or one that has not
 * changed for its whole duration by the candidate's own clock. The times in the lease are another machine's and are
 * never compared with anything.
 */
import { delay, isGivenUp } from "@gastown/system";
import type { ElectionPorts } from "./election-ports.ts";
import { isApiError } from "./errors.ts";
import {
  createLease,
  heldSpec,
  readLease,
  replaceLease,
  type Lease,
  type LeaseSpec,
} from "./lease-object.ts";
import { HeldTerm, momentOf, type Term } from "./term.ts";

/** What a candidate last saw of the lease. */
export interface SeenLease {
  /** Null where it is free, or was not seen yet. */
  readonly holder: string | null;
  /** Whether the lease could be read at least once. */
  readonly isSeen: boolean;
}

/** The wait between two tries differs by up to this part of it, so that candidates do not move in step. */
const SPREAD = 0.25;

export class Election {
  readonly #ports: ElectionPorts;
  #observed: { readonly record: string; readonly at: number; readonly spec: LeaseSpec } | null = null;
  #seen: SeenLease = { holder: null, isSeen: false };

  constructor(ports: ElectionPorts) {
    this.#ports = ports;
  }

  get seen(): SeenLease {
    return this.#seen;
  }

  /** Resolves once this process holds the lease; with null when the signal aborts first. */
  async campaign(signal: AbortSignal): Promise<Term | null> {
    const { setTimer, onDisturbance } = this.#ports;
    while (!signal.aborted) {
      try {
        const term = await this.#try(signal);
        if (term !== null) return term;
      } catch (error) {
        if (!isGivenUp(signal)) onDisturbance(error);
      }
      await delay(setTimer, this.#waitMs(), signal);
    }
    return null;
  }

  async #try(signal: AbortSignal): Promise<Term | null> {
    const { api, lease: name, identity, timings } = this.#ports;
    const asked = momentOf(this.#ports);
    const options = { signal, timeoutMs: timings.renewDeadlineMs / 2 };
    const lease = await readLease(api, name, options);
    this.#observe(lease);
    if (lease !== undefined && this.#isAnothers(lease.spec, asked.monotonicMs)) return null;
    const transitions = lease === undefined ? 0 : (lease.spec.leaseTransitions ?? 0) + 1;
    const holder = { identity, leaseMs: timings.leaseMs, transitions };
    const sent = momentOf(this.#ports);
    const spec = heldSpec(lease?.spec ?? {}, holder, sent.wallMs, sent.wallMs);
    try {
      const taken = await (lease === undefined
        ? createLease(api, name, spec, options)
        : replaceLease(api, lease, spec, options));
      this.#observe(taken);
      return new HeldTerm(this.#ports, taken, sent);
    } catch (error) {
      if (isApiError(error, 409)) return null;
      throw error;
    }
  }

  /** The age of a record counts from when it was seen, which is after it was written. */
  #observe(lease: Lease | undefined): void {
    const spec = lease?.spec ?? {};
    const holder = spec.holderIdentity ?? "";
    this.#seen = { holder: holder === "" ? null : holder, isSeen: true };
    const record = JSON.stringify(spec);
    if (this.#observed?.record === record) return;
    this.#observed = { record, at: this.#ports.monotonic(), spec };
  }

  /** A lease that still names this process is one that it has lost: its effects have ended. */
  #isAnothers({ holderIdentity }: LeaseSpec, at: number): boolean {
    const holder = holderIdentity ?? "";
    return holder !== "" && holder !== this.#ports.identity && at < this.#expiresAt();
  }

  #expiresAt(): number {
    const { timings } = this.#ports;
    if (this.#observed === null) return Infinity;
    const seconds = this.#observed.spec.leaseDurationSeconds ?? 0;
    return this.#observed.at + (seconds > 0 ? seconds * 1000 : timings.leaseMs);
  }

  /** Until the next try, at the latest when the lease runs out, or else a takeover would wait for one try more. */
  #waitMs(): number {
    const { timings, random, monotonic } = this.#ports;
    const usual = timings.retryMs * (1 - SPREAD + 2 * SPREAD * random());
    const untilExpiry = this.#expiresAt() - monotonic();
    return untilExpiry > 0 ? Math.min(usual, untilExpiry + SPREAD * timings.retryMs * random()) : usual;
  }
}
