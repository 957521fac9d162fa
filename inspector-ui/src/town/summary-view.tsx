/** The town in one sentence, and as a strip whose parts are filters at the same time. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { goTo, phase } from "../live/route.ts";
import { cells } from "../live/shown.ts";
import { tone } from "./standing.ts";
import { countsOf, sentenceOf } from "./summary.ts";

export function SummaryView(): JSX.Element | null {
  const polecats = useComputed(() =>
    countsOf([...cells.value.values()].filter(({ ref }) => ref.kind === "polecat")),
  );
  const others = useComputed(() =>
    countsOf([...cells.value.values()].filter(({ ref }) => ref.kind !== "polecat")),
  );
  const sentence = useComputed(() => sentenceOf(cells.value.values()));
  if (cells.value.size === 0) return null;
  const chips = [...new Set([...polecats.value, ...others.value].map(({ standing }) => standing))];
  const total = new Map<string, number>();
  for (const { standing, count } of [...polecats.value, ...others.value])
    total.set(standing, (total.get(standing) ?? 0) + count);
  return (
    <section class="summary" aria-label="The town in short">
      <p class="sentence" role="status">
        {sentence.value}
      </p>
      <div class="strip" aria-hidden="true">
        {polecats.value.map(({ standing, count }) => (
          <i key={standing} class={`fill ${tone(standing)}`} style={{ flexGrow: String(count) }} />
        ))}
      </div>
      <div class="chips" role="group" aria-label="Filter by standing">
        {chips.map((standing) => (
          <button
            key={standing}
            type="button"
            class={`chip ${tone(standing)}`}
            aria-pressed={phase.value === standing}
            onClick={() => goTo({ phase: phase.value === standing ? null : standing })}
          >
            <i class="dot" aria-hidden="true" /> {standing} <b>{total.get(standing)}</b>
          </button>
        ))}
      </div>
    </section>
  );
}
