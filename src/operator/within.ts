/** Waiting, but not for ever. */
import type { Clock } from "../host/index.ts";

/** Waits for `work`, but not longer than `ms`; the timer would keep the process alive after its end. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: timeUp, resolve } = Promise.withResolvers<undefined>();
  const cancel = clock.setTimer(ms, () => resolve(undefined));
  await Promise.race([work, timeUp]);
  cancel();
}
