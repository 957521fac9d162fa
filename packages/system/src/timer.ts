/** Timers as an argument: a simulation moves time by itself, and must find every wait of ours. */

/** Calls `fire` once, `ms` from now or later; the returned function cancels it. */
export type SetTimer = (ms: number, fire: () => void) => () => void;

/** setTimeout fires at once for what it cannot hold, 2^31 ms and more: longer waits, which a server may ask for, go in steps. */
const LONGEST_STEP_MS = 2 ** 31 - 1;

export const systemTimer: SetTimer = (ms, fire) => {
  let timer: NodeJS.Timeout;
  const arm = (left: number): void => {
    const step = Math.min(left, LONGEST_STEP_MS);
    timer = setTimeout(() => (left > step ? arm(left - step) : fire()), step);
  };
  arm(ms);
  return () => clearTimeout(timer);
};

/** Resolves after `ms`, or as soon as the signal says that nobody waits any more. */
export function delay(setTimer: SetTimer, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const cancel = setTimer(ms, end);
    signal?.addEventListener("abort", end, { once: true });
  });
}

/**
 * Waits for `work`, but not longer than `ms`.
 * @returns whether it ended in time. @throws what the work throws in that time.
 */
export async function endsWithin(setTimer: SetTimer, ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const cancel = setTimer(ms, () => resolve(false));
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    cancel();
  }
}

/** Asked anew each time: it changes while an attempt is under way. */
export function isGivenUp(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
