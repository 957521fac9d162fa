import { systemTimer, type SetTimer } from "@gastown/system";

/** Time as an argument: the host never asks the machine it runs on. */
export interface Clock {
  /** Epoch ms. */
  readonly now: () => number;
  readonly setTimer: SetTimer;
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

export const systemClock: Clock = { now: () => Date.now(), setTimer: systemTimer };
