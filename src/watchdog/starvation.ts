/**
 * Starvation: for how long an event loop has not come round, counted in looks that came in time themselves. A process that
 * was stopped, or whose machine slept, looks late: such a look says nothing, however much time has gone by.
 */
export interface Starvation {
  /** @param now monotonic ms. @param beats how often the loop has come round. @returns ms for which it has not. */
  readonly look: (now: number, beats: number) => number;
}

/** A look that comes after so many intervals is a late one. */
const LATE = 2;

export function createStarvation(intervalMs: number): Starvation {
  let last = { at: -Infinity, beats: -1 };
  let starvedMs = 0;
  return {
    look(now, beats) {
      const isLate = now - last.at > LATE * intervalMs;
      if (beats !== last.beats) starvedMs = 0;
      else if (!isLate) starvedMs += now - last.at;
      last = { at: now, beats };
      return starvedMs;
    },
  };
}
