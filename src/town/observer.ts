/**
 * The observer: one batched read of the town at a time, every `pollMs`, and within a second when something wakes it.
 * A slow town is asked less often, so that the operator is never the reason why it is slow: for each read the town is
 * owed a rest of three times as long as the read took. Wakes are served at once while it is owed little; a town that
 * goes on to change all the time, or resources that do, are read a quarter of the time at most. A hint that would have to
 * wait for its read is followed by a glance, and by the read at once where the glance shows a change.
 */
import type { Clock } from "./clock.ts";
import type { ObservationRequest, TownObservation } from "./observation.ts";
import { createRest, type Rest, type Wake } from "./rest.ts";

export interface ObserverOptions {
  readonly clock: Clock;
  readonly pollMs: number;
  /** Wakes that come close together are one: this long is waited for more, ms. */
  readonly gatherMs?: number;
  readonly request: () => ObservationRequest;
  readonly observe: (request: ObservationRequest) => Promise<TownObservation>;
  /** Whether something that resources follow has changed since the newest read, by a call or two. Never rejects. */
  readonly hasChanged: () => Promise<boolean>;
  readonly onObservation: (observation: TownObservation) => void;
  /** A defect of the observation itself; it goes on with the next poll. */
  readonly onError: (error: unknown) => void;
}

export interface Observer {
  start(): void;
  /**
   * Somebody asks, or the town hints at a change: observe soon. Before `start` not all resources are known, and nothing
   * is read. What wakes it during a read leads to another one: the one under way may have read that part already.
   */
  wake(why: Wake): void;
  /** Start of the newest observation that ended; epoch ms, null before the first. */
  readonly lastObservedAt: number | null;
  /** Stops; resolves when no observation is under way. */
  close(): Promise<void>;
}

export function createObserver(options: ObserverOptions): Observer {
  return new RunningObserver(options);
}

class RunningObserver implements Observer {
  readonly #options: ObserverOptions;
  readonly #rest: Rest;
  #next: { readonly at: number; readonly cancel: () => void } | null = null;
  #glance: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #woken: Wake | null = null;
  #isHinted = false;
  #life: "waiting" | "started" | "closed" = "waiting";
  #lastObservedAt: number | null = null;

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#rest = createRest(options.clock);
  }

  start(): void {
    this.#life = "started";
    this.#schedule(0);
  }

  wake(why: Wake): void {
    if (this.#life !== "started") return;
    this.#woken = stronger(this.#woken, why);
    if (why === "hinted") this.#isHinted = true;
    if (this.#running === null) this.#serve(this.#woken);
  }

  get lastObservedAt(): number | null {
    return this.#lastObservedAt;
  }

  async close(): Promise<void> {
    this.#life = "closed";
    this.#next?.cancel();
    this.#glance?.();
    await this.#running;
  }

  #schedule(ms: number): void {
    const { clock } = this.#options;
    this.#next?.cancel();
    if (this.#life !== "started") return;
    this.#next = { at: clock.now() + ms, cancel: clock.setTimer(ms, () => this.#run()) };
  }

  /** By a read, and by a glance before it where a hint would have to wait for that. */
  #serve(why: Wake): void {
    const { clock, gatherMs = 100 } = this.#options;
    this.#scheduleWake(why);
    if (this.#isHinted && (this.#next?.at ?? 0) - clock.now() > gatherMs) this.#scheduleGlance(gatherMs);
  }

  #scheduleWake(why: Wake): void {
    const { clock, gatherMs = 100 } = this.#options;
    const ms = Math.max(gatherMs, this.#rest.untilServed(why));
    if (this.#next === null || clock.now() + ms < this.#next.at) this.#schedule(ms);
  }

  #scheduleGlance(gatherMs: number): void {
    const ms = this.#rest.untilGlance();
    if (ms === null || this.#glance !== null) return;
    this.#glance = this.#options.clock.setTimer(Math.max(gatherMs, ms), () => void this.#lookForChange());
  }

  async #lookForChange(): Promise<void> {
    const { clock, hasChanged } = this.#options;
    const isDue = (): boolean => this.#running === null && this.#isHinted;
    if (isDue()) {
      const startedAt = clock.now();
      const isChanged = await hasChanged();
      this.#rest.oweGlance(clock.now() - startedAt);
      // A read that has begun meanwhile shows the change, too.
      if (isChanged && isDue()) this.wake("changed");
    }
    this.#glance = null;
  }

  #run(): void {
    this.#next = null;
    this.#woken = null;
    this.#isHinted = false;
    this.#running = this.#once().finally(() => {
      this.#running = null;
      if (this.#woken !== null) this.#serve(this.#woken);
    });
  }

  async #once(): Promise<void> {
    const { pollMs, onError } = this.#options;
    await this.#read().catch(onError);
    this.#schedule(Math.max(pollMs, this.#rest.untilPoll()));
  }

  async #read(): Promise<void> {
    const { clock, request, observe, onObservation } = this.#options;
    const startedAt = clock.now();
    const observation = await observe(request());
    if (this.#life === "closed") return;
    this.#lastObservedAt = observation.startedAt;
    this.#rest.owe(observation, clock.now() - startedAt);
    onObservation(observation);
  }
}

const BY_STRENGTH: readonly Wake[] = ["hinted", "asked", "changed"];

function stronger(one: Wake | null, other: Wake): Wake {
  return one !== null && BY_STRENGTH.indexOf(one) > BY_STRENGTH.indexOf(other) ? one : other;
}
