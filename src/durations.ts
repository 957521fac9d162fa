import { LONGEST_WAIT_SECONDS } from "./grammar/index.ts";

/** Durations as people write them, and as Go does: 500ms, 30s, 1m30s, 2h. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** What is longer counts as this, ms. */
export const LONGEST_WAIT_MS = LONGEST_WAIT_SECONDS * 1_000;

/** Milliseconds, or null where the text is no duration. Longer than ten years is ten years: see `LONGEST_WAIT_SECONDS`. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)];
  const ms = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
  return Math.min(ms, LONGEST_WAIT_MS);
}
