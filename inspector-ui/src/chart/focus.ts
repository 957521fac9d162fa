/** Which picture of a machine is shown: that of the region where the actor is, or of one that somebody has chosen. Pure. */
import { activeStates } from "./path.ts";
import { FOLDED, WHOLE, type Chart, type ChartLayout } from "./chart.ts";

export interface Region {
  readonly focus: string;
  readonly name: string;
}

/** All pictures that there are of it, for whoever chooses. */
export function regionsOf({ layouts, kind }: Chart): readonly Region[] {
  return layouts.map(({ focus }) => ({
    focus,
    name:
      focus === WHOLE
        ? "the whole machine"
        : focus === FOLDED
          ? "all folded"
          : focus.slice(kind.length + 1).replaceAll(".", " · "),
  }));
}

/** @param chosen a region's focus; null for where the actor is. */
export function layoutFor(chart: Chart, state: string, chosen: string | null): ChartLayout | null {
  const { layouts } = chart;
  const wanted = layouts.find(({ focus }) => focus === chosen);
  if (wanted !== undefined) return wanted;
  const active = activeStates(chart, state);
  const innermost = layouts
    .filter(({ focus }) => active.has(focus))
    .reduce<ChartLayout | null>(
      (best, layout) => (best === null || layout.focus.length > best.focus.length ? layout : best),
      null,
    );
  return innermost ?? layouts[0] ?? null;
}
