import { backoff as doubling } from "../../machines/backoff.ts";
import { delay, isGivenUp, type SetTimer, systemTimer } from "@gastown/system";
import { ApiError, isTransient } from "./errors.ts";

/** Exponential backoff with full upper-half jitter: between half of the step and the whole of it. */
export interface Backoff {
  baseMs: number;
  maxMs: number;
}

/** client-go's reflector waits 0.8 s at first and 30 s at most; half of that, so that half a minute after an outage all is well again. */
export const defaultBackoff: Backoff = { baseMs: 800, maxMs: 15_000 };

/**
 * How long to wait before attempt `failures + 1`, in milliseconds.
 * A `Retry-After` of the server is a lower bound: it knows its own load.
 */
export function backoffMs(failures: number, random: () => number, backoff: Backoff, error?: unknown): number {
  const step = doubling(failures, backoff.baseMs, backoff.maxMs);
  const jittered = step / 2 + (random() * step) / 2;
  const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(jittered, asked);
}

interface RetryOptions {
  random: () => number;
  /** The machine's own timers unless given. */
  setTimer?: SetTimer;
  backoff?: Backoff;
  /** Attempts in all, the first one included. */
  attempts: number;
  signal?: AbortSignal | undefined;
  /** Which errors are worth another attempt; by default those of `isTransient`. */
  retryOn?: (error: unknown) => boolean;
}

/** Calls `operation` until it succeeds, fails for good, or has used up its attempts; then throws its last error. */
export async function retrying<T>(operation: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { random, attempts, signal, backoff = defaultBackoff, retryOn = isTransient } = options;
  const { setTimer = systemTimer } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (attempt >= attempts || !retryOn(error) || isGivenUp(signal)) throw error;
      await delay(setTimer, backoffMs(attempt, random, backoff, error), signal);
      if (isGivenUp(signal)) throw error;
    }
  }
}
