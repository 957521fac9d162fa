/** Timers as an argument: a simulation moves time by itself, and must find every wait of ours. */

/** Calls `fire` once, `ms` from now or later; the returned function cancels it. */
export type SetTimer = (ms: number, fire: () => void) => () => void;

export const systemTimer: SetTimer = (ms, fire) => {
  const timer = setTimeout(fire, ms);
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

/** Waits for `work`, but not longer than `ms`. */
export async function within(setTimer: SetTimer, ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: timeUp, resolve } = Promise.withResolvers<undefined>();
  const cancel = setTimer(ms, () => resolve(undefined));
  await Promise.race([work, timeUp]);
  cancel();
}

/** Asked anew each time: it changes while an attempt is under way. */
export function isGivenUp(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
