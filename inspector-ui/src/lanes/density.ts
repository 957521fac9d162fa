/** How much happened when, within a span. Pure. */
import type { History } from "../history/moments.ts";
import type { Span } from "./span.ts";

export const DENSITY_BARS = 120;

/** @param only the actor whose moments count; null for all. */
export function densityOf(history: History, { from, to }: Span, only: string | null): readonly number[] {
  const bars = Array.from({ length: DENSITY_BARS }, () => 0);
  const length = Math.max(1, to - from);
  for (let at = history.indexAt(from - 1) + 1; at < history.moments.length; at += 1) {
    const moment = history.moments[at];
    if (moment === undefined || moment.record.at > to) break;
    if (only !== null && moment.actor !== only) continue;
    const bar = Math.min(DENSITY_BARS - 1, Math.floor(((moment.record.at - from) / length) * DENSITY_BARS));
    bars[bar] = (bars[bar] ?? 0) + 1;
  }
  return bars;
}
