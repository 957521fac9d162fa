/** Span: the part of time that is looked at; zoomed and moved within what is known. Pure; all times are epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const SHORTEST_MS = 1_000;
/** Of what is live, as much as one remembers. */
const RECENT_MS = 15 * 60_000;
/** Empty time to the right of what has just begun. */
const LEAST_MS = 20_000;

/** What is shown unless somebody looks elsewhere: the newest, growing to the right. */
export function recent({ from, to }: Span): Span {
  return { from: Math.max(from, to - RECENT_MS), to: Math.max(to, from + LEAST_MS) };
}

/** @param at from 0 to 1: the place that stays where it is. */
export function zoomed(span: Span, factor: number, at: number, whole: Span): Span {
  const length = Math.min(Math.max(SHORTEST_MS, (span.to - span.from) * factor), whole.to - whole.from);
  const fixed = span.from + (span.to - span.from) * at;
  return within({ from: fixed - length * at, to: fixed + length * (1 - at) }, whole);
}

/** @param by as a part of what is shown. */
export function moved(span: Span, by: number, whole: Span): Span {
  const distance = (span.to - span.from) * by;
  return within({ from: span.from + distance, to: span.to + distance }, whole);
}

/** Where a finger began and where it is now, both from 0 to 1 of what was shown when it began. */
export interface Hold {
  readonly from: number;
  readonly to: number;
}

/** Nearer than this two fingers count as one. */
const LEAST_APART = 0.02;

/** What was under one finger or two stays under them. */
export function stretched(start: Span, holds: readonly Hold[], whole: Span): Span {
  const [one, other] = holds;
  if (one === undefined) return start;
  if (other === undefined) return moved(start, one.from - one.to, whole);
  const apart = (a: number, b: number): number => Math.max(LEAST_APART, Math.abs(a - b));
  const factor = apart(one.from, other.from) / apart(one.to, other.to);
  const middle = (one.from + other.from) / 2;
  const nearer = zoomed(start, factor, middle, whole);
  return moved(nearer, middle - (one.to + other.to) / 2, whole);
}

export function within({ from, to }: Span, whole: Span): Span {
  const length = to - from;
  if (length >= whole.to - whole.from) return whole;
  const start = Math.min(Math.max(from, whole.from), whole.to - length);
  return { from: start, to: start + length };
}

/** Where a time stands, in percent of the span. */
export function placeOf(time: number, { from, to }: Span): number {
  return Math.min(100, Math.max(0, ((time - from) / (to - from)) * 100));
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map((count) => count * HOUR),
];

export interface Ticks {
  readonly times: readonly number[];
  readonly hasSeconds: boolean;
}

/** Round times of the day, so many at most. @param offset of the zone, ms east of UTC. */
export function ticksOf({ from, to }: Span, most: number, offset: number): Ticks {
  const step = STEPS.find((size) => (to - from) / size <= most) ?? (to - from) / most;
  const times: number[] = [];
  for (let time = Math.ceil((from + offset) / step) * step; time <= to + offset; time += step)
    times.push(time - offset);
  return { times, hasSeconds: step < MINUTE };
}
