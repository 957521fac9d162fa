/**
 * A replica: stands by, leads for a term, stands by again. Each term is a run of its own: an operator that is made when
 * the term begins and closed before another replica can lead.
 */
import type { ActorView } from "../host/index.ts";
import type { SeenLease, Term } from "../kube/index.ts";
import { endsWithin, type SetTimer } from "@gastown/system";
import type { HealthCheck, HealthReport, Logger, Metrics } from "../telemetry/index.ts";
import type { Operator } from "./options.ts";

/** An operator for one term, whose effects all carry that term. */
export interface TermRun {
  readonly operator: Operator;
  /** Resolves when no effect of earlier terms runs any more; rejects when that cannot be known. */
  readonly fencingBarrier: () => Promise<void>;
  /** Resolves when none of its effects is under way any more. */
  readonly idle: () => Promise<void>;
}

export interface ReplicaOptions {
  readonly election: {
    readonly seen: SeenLease;
    /** Resolves with null when the signal aborts. */
    campaign(signal: AbortSignal): Promise<Term | null>;
  };
  /** @param over aborts when the term's operator is closed. */
  readonly run: (term: Term, over: AbortSignal) => TermRun;
  /** `NAMESPACE/NAME` of the lease, and this process among its holders; for people. */
  readonly lease: string;
  readonly identity: string;
  /** Whether the API server takes this process's writes of the lease; left out where nobody asks. */
  readonly leaseWrites?: () => HealthCheck;
  readonly setTimer: SetTimer;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A gt call that is asked to end is gone by then; `src/gt/exec.ts` gives it 2 s before it is killed. */
const KILL_MS = 2_500;

interface Lead {
  readonly term: Term;
  readonly run: TermRun;
  readonly over: AbortController;
  /** Whether its operator was started: earlier terms have left the town. */
  isPastBarrier: boolean;
}

export function createReplica(options: ReplicaOptions): Operator {
  return new Replica(options);
}

class Replica implements Operator {
  readonly #options: ReplicaOptions;
  readonly #stop = new AbortController();
  readonly #started = Promise.withResolvers<undefined>();
  #lead: Lead | null = null;
  #running: Promise<void> | null = null;

  constructor(options: ReplicaOptions) {
    this.#options = options;
  }

  /**
   * Resolves when this replica leads for the first time and its operator has started.
   * @throws what keeps a run from beginning, such as a data folder that cannot be written: no later term would differ.
   */
  async start(): Promise<void> {
    const { metrics, lease } = this.#options;
    metrics.leads(lease, false);
    this.#running ??= this.#run();
    this.#running.catch((error: unknown) => this.#started.reject(error));
    await this.#started.promise;
  }

  ready(): HealthReport {
    const { lease, identity, leaseWrites } = this.#options;
    const written = leaseWrites === undefined ? [] : [leaseWrites()];
    const { holder, isSeen } = this.#options.election.seen;
    const check = (ok: boolean, message: string): HealthCheck => ({ name: "leader election", ok, message });
    if (this.#lead === null) {
      const others = holder === null || holder === identity ? "nobody leads" : `${holder} leads`;
      const message = isSeen ? `standby for ${lease}: ${others}` : `${lease} could not be read yet`;
      // One that may not write the lease can never lead.
      const ok = isSeen && written.every((writes) => writes.ok);
      const concern = `${message}: only the replica that leads has actors`;
      return { ok, checks: [{ ...check(isSeen, message), concern }, ...written] };
    }
    if (!this.#lead.isPastBarrier) {
      const waits = check(false, `leads by ${lease}, and waits for gt calls of the leader before`);
      return { ok: false, checks: [waits, ...written] };
    }
    const { ok, checks } = this.#lead.run.operator.ready();
    return { ok, checks: [check(true, `leads by ${lease}`), ...written, ...checks] };
  }

  /** None while it stands by: they run with the leader. */
  actors(): readonly ActorView[] {
    return this.#lead?.run.operator.actors() ?? [];
  }

  /** While it closes, the term goes on: the lease is given up when the last effect has ended. */
  async close(withinMs: number): Promise<void> {
    this.#stop.abort();
    if (this.#lead !== null) await this.#end(this.#lead, withinMs);
    // What has failed there was reported by `start`.
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { election } = this.#options;
    const { signal } = this.#stop;
    for (;;) {
      const term = await election.campaign(signal);
      if (term === null) return;
      if (signal.aborted) {
        await term.release();
        return;
      }
      await this.#leadFor(term);
    }
  }

  async #leadFor(term: Term): Promise<void> {
    const { logger, metrics, lease } = this.#options;
    const over = new AbortController();
    const lead: Lead = { term, run: await this.#give(term, over.signal), over, isPastBarrier: false };
    this.#lead = lead;
    metrics.leads(lease, true);
    logger.info({ lease, term: term.token }, "leads now");
    const begun = this.#begin(lead);
    await term.ended;
    if (!this.#stop.signal.aborted) {
      logger.warn({ lease, term: term.token }, "lost leadership: the lease could not be renewed in time");
      await this.#end(lead, Math.max(0, term.remainingMs() - KILL_MS));
    }
    await begun;
  }

  /** A term that cannot be used is given back, so that another replica need not wait for its end. */
  async #give(term: Term, over: AbortSignal): Promise<TermRun> {
    try {
      return this.#options.run(term, over);
    } catch (error) {
      await term.release();
      throw error;
    }
  }

  async #begin(lead: Lead): Promise<void> {
    const { logger } = this.#options;
    const { run, over } = lead;
    // Once the term is over, what failed has failed because of that.
    const tell = (problem: string) => (error: unknown) => {
      if (!over.signal.aborted) logger.error({ error: String(error) }, problem);
    };
    // Without the town's lock no gt write goes through; whatever else there is to say is said.
    await run.fencingBarrier().catch(tell("gt cannot be written to"));
    if (over.signal.aborted) return;
    lead.isPastBarrier = true;
    await run.operator
      .start()
      .then(() => this.#started.resolve(undefined), tell("the operator did not start"));
  }

  async #end(lead: Lead, withinMs: number): Promise<void> {
    const { metrics, lease, setTimer } = this.#options;
    this.#lead = null;
    lead.over.abort();
    await lead.run.operator.close(withinMs);
    const isIdle = await endsWithin(setTimer, KILL_MS, lead.run.idle());
    metrics.leads(lease, false);
    // A write that goes on is behind the fence, where the next leader waits for it. Of any other that will not end, the
    // lease has to keep the next leader away.
    await (isIdle ? lead.term.release() : lead.term.abandon());
  }
}
