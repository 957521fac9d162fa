/** The time that the timeline shows: of now or of the past, the whole of it and the part that is looked at. */
import { computed, effect, signal } from "@preact/signals";
import { now } from "../live/clock.ts";
import * as route from "../live/route.ts";
import { cursor, groups, past } from "../past/past.ts";
import type { Group } from "../history/groups.ts";
import { liveLanes } from "./lane-log.ts";
import { pastLanes } from "./past-lanes.ts";
import { recent, within, type Span } from "./span.ts";

/** What somebody has chosen to see; null for the newest. */
export const chosen = signal<Span | null>(spanIn(route.span.peek()));

/** A browser takes no more than a few addresses a second: that of a hand that moves follows when it rests. */
const REST_MS = 400;
let writing = 0;

effect(() => {
  const shown = chosen.value;
  window.clearTimeout(writing);
  writing = window.setTimeout(() => {
    const text = shown === null ? null : `${Math.round(shown.from)}-${Math.round(shown.to)}`;
    if (text !== route.span.peek()) route.goTo({ span: text }, "replace");
  }, REST_MS);
});

function spanIn(text: string | null): Span | null {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "") ?? [];
  return from === undefined || to === undefined || Number(from) >= Number(to)
    ? null
    : { from: Number(from), to: Number(to) };
}

export const lanes = computed(() => (cursor.value === null ? liveLanes.value : pastLanes.value));

/** Where bars end that last. */
export const end = computed(() => {
  const newest = pastLanes.value.groups.at(-1);
  return cursor.value === null || newest === undefined ? now.value : newest.to;
});

/** Of the past all that the journal reaches, read or not. */
export const whole = computed((): Span => {
  const [oldest, newest] = [groups.value[0], groups.value.at(-1)];
  if (cursor.value !== null && oldest !== undefined && newest !== undefined)
    return { from: oldest.from, to: Math.max(newest.to, oldest.from + 1_000) };
  const from = lanes.value.book.firstAt ?? end.value;
  return { from, to: Math.max(end.value, from + 1_000) };
});

/** Stretches of the past that nobody has read yet. */
export const unread = computed((): readonly Group[] => {
  if (cursor.value === null) return [];
  const known = new Set(pastLanes.value.groups.map(({ first }) => first));
  return groups.value.filter(({ first }) => !known.has(first));
});

/** Epoch ms of the moment of the past that is looked at; null for now. */
export const cursorAt = computed(() => {
  const index = cursor.value;
  return index === null ? null : (past.value?.moments[index]?.record.at ?? null);
});

export const span = computed((): Span => {
  const shown = chosen.value ?? (cursor.value === null ? recent(whole.value) : whole.value);
  const at = cursorAt.value;
  if (at === null || (at >= shown.from && at <= shown.to)) return shown;
  // The moment that is looked at stays in sight, so that whoever plays the past sees it go.
  const length = shown.to - shown.from;
  return within({ from: at - length / 2, to: at + length / 2 }, whole.value);
});
