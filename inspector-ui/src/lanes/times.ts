/** The time that the timeline shows: of now or of the past, the whole of it and the part that is looked at. */
import { computed, signal } from "@preact/signals";
import { now } from "../live/clock.ts";
import { cursor, past } from "../live/store.ts";
import { bookOf, liveLanes } from "./lane-log.ts";
import { recent, within, type Span } from "./span.ts";

/** What somebody has chosen to see; null for the newest. */
export const chosen = signal<Span | null>(null);

export const lanes = computed(() => {
  const history = past.value;
  return cursor.value !== null && history !== null ? { book: bookOf(history) } : liveLanes.value;
});

/** Where bars end that last. */
export const end = computed(() =>
  cursor.value === null ? now.value : (past.value?.moments.at(-1)?.record.at ?? now.value),
);

export const whole = computed((): Span => {
  const from = lanes.value.book.firstAt ?? end.value;
  return { from, to: Math.max(end.value, from + 1_000) };
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
