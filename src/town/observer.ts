/**
 * The observer: one batched read of the town at a time, every `pollMs`, and within a second when something wakes it.
 * A slow town is asked less often, so that the operator is never the reason why it is slow.
 */
import type { Clock } from "./clock.ts";
import type { ObservationRequest, TownObservation } from "./observation.ts";

export interface ObserverOptions {
  readonly clock: Clock;
  readonly pollMs: number;
  /** Wakes that come close together are one: this long is waited for more, ms. */
  readonly gatherMs?: number;
  readonly request: () => ObservationRequest;
  readonly observe: (request: ObservationRequest) => Promise<TownObservation>;
  readonly onObservation: (observation: TownObservation) => void;
  /** A defect of the observation itself; it goes on with the next poll. */
  readonly onError: (error: unknown) => void;
}

export interface Observer {
  start(): void;
  /** Something may have changed: observe soon. Before `start` not all resources are known, and nothing is read. */
  wake(): void;
  /** Start of the newest observation that ended; epoch ms, null before the first. */
  readonly lastObservedAt: number | null;
  /** Stops; resolves when no observation is under way. */
  close(): Promise<void>;
}

/** The town rests this many times as long as it took to answer. */
const REST_FACTOR = 3;
/** And never longer than this, ms: a clock that is set forward during a read makes that read look endless. */
const LONGEST_REST_MS = 300_000;

/** A read that hung until its deadline says nothing of the town's load, and gt's return should be seen soon. */
function restAfter({ trust }: TownObservation, tookMs: number): number {
  return trust.trusted ? Math.min(LONGEST_REST_MS, REST_FACTOR * tookMs) : 0;
}

export function createObserver(options: ObserverOptions): Observer {
  const { clock, pollMs, gatherMs = 100, request, observe, onObservation, onError } = options;
  let cancel: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let life: "waiting" | "started" | "closed" = "waiting";
  let lastObservedAt: number | null = null;

  const schedule = (ms: number): void => {
    cancel?.();
    if (life === "started") cancel = clock.setTimer(ms, run);
  };
  const run = (): void => {
    isWoken = false;
    running = once(clock.now()).finally(() => {
      running = null;
      if (isWoken) schedule(gatherMs);
    });
  };
  /** @returns how long the town should rest at least. */
  const read = async (startedAt: number): Promise<number> => {
    const observation = await observe(request());
    if (life === "closed") return 0;
    lastObservedAt = observation.startedAt;
    onObservation(observation);
    return restAfter(observation, clock.now() - startedAt);
  };
  const once = async (startedAt: number): Promise<void> => {
    const restMs = await read(startedAt).catch((error: unknown) => (onError(error), 0));
    schedule(Math.max(pollMs, restMs));
  };
  return {
    start() {
      life = "started";
      schedule(0);
    },
    wake() {
      if (isWoken || life !== "started") return;
      isWoken = true;
      if (running === null) schedule(gatherMs);
    },
    get lastObservedAt() {
      return lastObservedAt;
    },
    async close() {
      life = "closed";
      cancel?.();
      await running;
    },
  };
}
