/** The town in one sentence, and as a strip whose parts are filters at the same time. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { isWorker } from "../kinds/kind-in-page.ts";
import { goTo, phase } from "../live/route.ts";
import { cells } from "../live/shown.ts";
import { tone } from "./category.ts";
import { countsOf, sentenceOf } from "./summary.ts";

export function SummaryView(): JSX.Element | null {
  const polecats = useComputed(() => countsOf([...cells.value.values()].filter(isWorker)));
  const others = useComputed(() => countsOf([...cells.value.values()].filter((cell) => !isWorker(cell))));
  const sentence = useComputed(() => sentenceOf(cells.value.values()));
  if (cells.value.size === 0) return null;
  const chips = [...new Set([...polecats.value, ...others.value].map(({ category }) => category))];
  const total = new Map<string, number>();
  for (const { category, count } of [...polecats.value, ...others.value])
    total.set(category, (total.get(category) ?? 0) + count);
  return (
    <section class="summary" aria-label="The town in short">
      <p class="sentence" role="status">
        {sentence.value}
      </p>
      <div class="strip" aria-hidden="true">
        {polecats.value.map(({ category, count }) => (
          <i key={category} class={`fill ${tone(category)}`} style={{ flexGrow: String(count) }} />
        ))}
      </div>
      <div class="chips" role="group" aria-label="Filter by category">
        {chips.map((category) => (
          <button
            key={category}
            type="button"
            class={`chip ${tone(category)}`}
            aria-pressed={phase.value === category}
            onClick={() => goTo({ phase: phase.value === category ? null : category })}
          >
            <i class="dot" aria-hidden="true" /> {category} <b>{total.get(category)}</b>
          </button>
        ))}
      </div>
    </section>
  );
}
