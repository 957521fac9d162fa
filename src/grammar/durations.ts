import { LONGEST_WAIT_SECONDS } from "./limits.ts";

/** Durations as people write them, and as Go does: 500ms, 30s, 1m30s, 2h. */
const UNIT_MS = { ns: 1e-6, us: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const UNITS: Readonly<Record<string, number>> = UNIT_MS;

/** What is longer counts as this, ms. */
export const LONGEST_WAIT_MS = LONGEST_WAIT_SECONDS * 1_000;

/** Milliseconds, or null where the text is no duration. Longer than ten years is ten years: see `LONGEST_WAIT_SECONDS`. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)];
  const ms = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
  return Math.min(ms, LONGEST_WAIT_MS);
}

/** What is taken, in words, with bounds in ms. */
export function durationBetween(least: number, most: number): string {
  const example = least <= 30_000 ? " such as 30s," : "";
  return `a duration${example} of ${formatDuration(least)} or more and ${formatDuration(most)} or less`;
}

/** As a person writes it: 90000 is 1m30s. What is less than a second is in ms. */
function formatDuration(ms: number): string {
  if (ms < UNIT_MS.s) return `${ms}ms`;
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(ms / UNIT_MS.h), "h"],
    [Math.floor((ms % UNIT_MS.h) / UNIT_MS.m), "m"],
    [(ms % UNIT_MS.m) / UNIT_MS.s, "s"],
  ];
  return parts.flatMap(([amount, unit]) => (amount === 0 ? [] : [`${amount}${unit}`])).join("");
}
