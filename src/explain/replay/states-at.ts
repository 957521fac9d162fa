/** Where each actor stood at one moment of a journal. */
import type { Moment, Unclear } from "./timeline.ts";

/** Up to and with a record's number, or an epoch ms. */
export type Until = { readonly sequence: number } | { readonly time: number };

export interface StateAt {
  readonly moment: Moment;
  /** Epoch ms since when it was in this state. */
  readonly since: number;
}

/** `1234` is a record's number; anything else has to be a time such as 2026-05-01T12:00:00Z. Null: neither. */
export function parseUntil(text: string): Until | null {
  if (/^\d{1,12}$/.test(text)) return { sequence: Number(text) };
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : { time };
}

export function isUntil({ sequence, at }: Moment, until: Until): boolean {
  return "sequence" in until ? sequence <= until.sequence : at <= until.time;
}

/** Actors that had ended by then are not there. Oldest first. */
export function statesAt(moments: Iterable<Moment | Unclear>, until: Until): readonly StateAt[] {
  const states = new Map<string, StateAt>();
  for (const moment of moments) {
    if ("problem" in moment || !isUntil(moment, until)) continue;
    if (moment.event === "stop") states.delete(moment.uid);
    if (moment.told === null) continue;
    const last = states.get(moment.uid);
    const isSame = last?.moment.told?.state === moment.told.state;
    states.set(moment.uid, { moment, since: isSame ? last.since : moment.at });
  }
  return [...states.values()];
}
