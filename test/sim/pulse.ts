/** The pulse of a thread that plays schedules: each play and each step counts, so that who guards it sees it go on. */
export interface Pulse {
  readonly plays: number;
  readonly steps: number;
}

const PLAYS = 0;
const STEPS = 1;
let cells = new Int32Array(sharedPulse());

/** Steps of one schedule; the longest that was ever seen has a tenth of it. */
export const MOST_STEPS = 300_000;

export function sharedPulse(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

/** From now on this thread counts where its guard looks. */
export function countInto(memory: SharedArrayBuffer): void {
  cells = new Int32Array(memory);
}

export function playBegins(): void {
  Atomics.add(cells, PLAYS, 1);
}

export function stepDone(): void {
  Atomics.add(cells, STEPS, 1);
}

export function pulseOf(memory: SharedArrayBuffer): Pulse {
  const shared = new Int32Array(memory);
  return { plays: Atomics.load(shared, PLAYS), steps: Atomics.load(shared, STEPS) };
}
