/** A budget of calls: so many at once, and one more with each stretch of time. */
export interface RateLimit {
  /** True when the call may be made now. */
  take(): boolean;
}

export function createRateLimit(most: number, everyMs: number, now: () => number): RateLimit {
  let left = most;
  let countedAt = now();
  return {
    take() {
      const at = now();
      // Where the clock was set back nobody knows how long ago the last call was: nothing is taken away for it.
      left = Math.min(most, left + Math.max(0, at - countedAt) / everyMs);
      countedAt = at;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
