/**
 * The observer: one batched read of the town at a time, every `pollMs`, and within a second when something wakes it.
 * A slow town is asked less often, so that the operator is never the reason why it is slow: for each read the town is
 * owed a rest of three times as long as the read took. Wakes are served at once while it is owed little; a town that
 * goes on to change all the time, or resources that do, are read a quarter of the time at most. A hint whose read would be
 * late, since it has to wait or takes long itself, is followed by a glance, and by the read soon where that shows a change.
 * A town that is slow over a small question gets neither for a hint: its next poll shows what there is.
 */
import type { Hint } from "../gt/index.ts";
import type { Clock } from "./clock.ts";
import type { Glance } from "./glance.ts";
import type { EarlyNews, ObservationRequest, TownObservation } from "../projection/index.ts";
import { createRest, type Rest, type Wake } from "./rest.ts";

export interface ObserverOptions {
  readonly clock: Clock;
  readonly pollMs: number;
  /** Wakes that come close together are one: this long is waited for more, ms. */
  readonly gatherMs?: number;
  /** @param isWoken whether something hints at a change; a poll asks for less. */
  readonly request: (isWoken: boolean) => ObservationRequest;
  readonly observe: (request: ObservationRequest) => Promise<TownObservation>;
  readonly glance: Pick<Glance, "note" | "newsOf" | "isBehind" | "isAway"> & {
    /** At what resources follow. Never rejects. */
    readonly look: () => ReturnType<Glance["look"]>;
  };
  /** Whether what a glance shows may be what resources do to the town just now: their end asks for a read. */
  readonly isChanging: () => boolean;
  readonly onObservation: (observation: TownObservation) => void;
  /** What a glance has found, between two observations. */
  readonly onNews: (news: EarlyNews) => void;
  /** A defect of the observation itself; it goes on with the next poll. */
  readonly onError: (error: unknown) => void;
}

export interface Observer {
  /** Once: after `close` nothing begins any more. */
  start(): void;
  /**
   * Somebody asks, or the town hints at a change: observe soon. Before `start` not all resources are known, and nothing
   * is read. What wakes it during a read leads to another one: the one under way may have read that part already.
   * What is only suspected is worth a glance.
   */
  wake(why: Wake | Hint): void;
  /** Start of the newest observation that ended; epoch ms, null before the first. */
  readonly lastObservedAt: number | null;
  /** Stops; resolves when no observation is under way. */
  close(): Promise<void>;
}

export function createObserver(options: ObserverOptions): Observer {
  return new RunningObserver(options);
}

/** Reads that take no longer than this tell of a bead as soon as a glance would, ms. */
const QUICK_READ_MS = 1_000;

class RunningObserver implements Observer {
  readonly #options: ObserverOptions;
  readonly #gatherMs: number;
  readonly #rest: Rest;
  #next: { readonly at: number; readonly cancel: () => void } | null = null;
  #running: Promise<void> | null = null;
  #woken: Wake | null = null;
  #readMs = 0;
  /** A glance that is to come, or is under way. */
  #glance: { readonly cancel: () => void } | null = null;
  /** There was a hint that no glance, and no quick read, has begun after. */
  #isGlanceDue = false;
  #cancelVigil = (): void => undefined;
  #life: "waiting" | "started" | "closed" = "waiting";
  #lastObservedAt: number | null = null;

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#gatherMs = options.gatherMs ?? 100;
    this.#rest = createRest(options.clock);
  }

  start(): void {
    if (this.#life !== "waiting") return;
    this.#life = "started";
    this.#schedule(0);
  }

  wake(why: Wake | Hint): void {
    if (this.#life !== "started") return;
    if (why === "hinted" || why === "suspected") this.#isGlanceDue = true;
    if (why !== "suspected") this.#woken = stronger(this.#woken, why);
    this.#serve();
  }

  get lastObservedAt(): number | null {
    return this.#lastObservedAt;
  }

  async close(): Promise<void> {
    this.#life = "closed";
    this.#next?.cancel();
    this.#glance?.cancel();
    this.#cancelVigil();
    await this.#running;
  }

  #wakeForChange(): void {
    const { glance, isChanging } = this.#options;
    // Where the database is away the calls of resources may hang: their end is not to be waited for.
    this.wake(isChanging() && !glance.isAway() ? "expected" : "changed");
  }

  #schedule(ms: number): void {
    const { clock } = this.#options;
    this.#next?.cancel();
    if (this.#life !== "started") return;
    this.#next = { at: clock.now() + ms, cancel: clock.setTimer(ms, () => this.#run()) };
  }

  #serve(): void {
    if (this.#life !== "started") return;
    if (this.#running === null && this.#woken !== null) this.#scheduleWake(this.#woken);
    if (this.#isGlanceDue && this.#isReadLate()) this.#scheduleGlance();
  }

  #scheduleWake(why: Wake): void {
    const { clock } = this.#options;
    const untilServed = this.#rest.untilServed(why);
    if (untilServed === null) return;
    const ms = Math.max(this.#gatherMs, untilServed);
    if (this.#next === null || clock.now() + ms < this.#next.at) this.#schedule(ms);
  }

  /** Whether a glance tells of a bead sooner: the read has to wait, or takes long, or has asked for the bead already. */
  #isReadLate(): boolean {
    if (this.#readMs > QUICK_READ_MS) return true;
    return this.#running === null && (this.#next?.at ?? 0) - this.#options.clock.now() > this.#gatherMs;
  }

  #scheduleGlance(): void {
    const ms = this.#rest.untilGlance();
    if (ms === null || this.#glance !== null) return;
    const cancel = this.#options.clock.setTimer(Math.max(this.#gatherMs, ms), () => void this.#look());
    this.#glance = { cancel };
  }

  async #look(): Promise<void> {
    const { glance, onError } = this.#options;
    // Where a quick read came before it, there is nothing left to look at.
    if (this.#isGlanceDue) await this.#lookAndTell().catch(onError);
    this.#glance = null;
    // A read that is under way may show the change, too: at its end that is known.
    if (this.#running === null && glance.isBehind()) this.#wakeForChange();
    // For a hint that came during the glance.
    this.#serve();
  }

  async #lookAndTell(): Promise<void> {
    const { clock, glance, onNews } = this.#options;
    this.#isGlanceDue = false;
    const startedAt = clock.now();
    const glimpse = await glance.look();
    this.#rest.oweGlance(clock.now() - startedAt);
    if (glimpse === null || this.#life === "closed") return;
    const news = glance.newsOf(glimpse);
    if (news !== null) onNews(news);
  }

  #run(): void {
    const isWoken = this.#woken !== null;
    this.#next = null;
    this.#woken = null;
    this.#cancelVigil();
    if (this.#readMs <= QUICK_READ_MS) this.#isGlanceDue = false;
    this.#running = this.#once(isWoken).finally(() => {
      this.#running = null;
      if (this.#options.glance.isBehind()) this.#wakeForChange();
      else this.#serve();
    });
  }

  async #once(isWoken: boolean): Promise<void> {
    const { pollMs, onError } = this.#options;
    await this.#read(isWoken).catch(onError);
    this.#schedule(Math.max(pollMs, this.#rest.untilPoll()));
    this.#keepVigil();
  }

  /** While the town is left to rest for longer than between polls, a hint that was missed must not cost all of that. */
  #keepVigil(): void {
    const { clock, pollMs } = this.#options;
    if (this.#next === null || this.#next.at - clock.now() <= pollMs) return;
    this.#cancelVigil = clock.setTimer(pollMs, () => {
      this.wake("suspected");
      this.#keepVigil();
    });
  }

  async #read(isWoken: boolean): Promise<void> {
    const { clock, request, observe, glance, onObservation } = this.#options;
    const startedAt = clock.now();
    const observation = await observe(request(isWoken));
    if (this.#life === "closed") return;
    this.#lastObservedAt = observation.startedAt;
    this.#readMs = clock.now() - startedAt;
    this.#rest.owe(observation, this.#readMs);
    onObservation(glance.note(observation));
  }
}

const BY_STRENGTH: readonly Wake[] = ["expected", "hinted", "asked", "changed"];

function stronger(one: Wake | null, other: Wake): Wake {
  return one !== null && BY_STRENGTH.indexOf(one) > BY_STRENGTH.indexOf(other) ? one : other;
}
