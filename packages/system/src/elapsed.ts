/**
 * Whether so many ms have passed since a moment, by a clock that a person may set. A moment that lies ahead has passed: the
 * clock was set back, and nobody knows how long ago it was. Otherwise a retry would wait until the clock has caught up.
 * @param since epoch ms, as `now`
 */
export function hasElapsed(ms: number, since: number, now: number): boolean {
  return now < since || now - since >= ms;
}
