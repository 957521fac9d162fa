/** Time as an argument: the host never asks the machine it runs on. */
export interface Clock {
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls `fire` once, `ms` from now or later; the returned function cancels it. */
  readonly setTimer: (ms: number, fire: () => void) => () => void;
}

/**
 * The same clock without its steps backwards. Facts from before a gt write are told by their time from those after it:
 * a machine whose clock was set back an hour would otherwise believe nothing for an hour. After such a step it goes on
 * from where it was, ahead of the machine's: a time that stood still would let no interval end.
 */
export function steadyClock(clock: Clock): Clock {
  let latest = -Infinity;
  let ahead = 0;
  return {
    now() {
      const time = clock.now();
      ahead = Math.max(ahead, latest - time);
      latest = time + ahead;
      return latest;
    },
    setTimer: clock.setTimer,
  };
}

/** setTimeout fires at once for delays above 2^31-1 ms (24.8 days): longer ones go in steps. */
const LONGEST_STEP_MS = 2_147_000_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(ms, fire) {
    let timer: NodeJS.Timeout;
    const arm = (left: number): void => {
      const step = Math.min(left, LONGEST_STEP_MS);
      timer = setTimeout(() => (left > step ? arm(left - step) : fire()), Math.max(0, step));
    };
    arm(ms);
    return () => clearTimeout(timer);
  },
};
