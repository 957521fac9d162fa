/** What is shown of the town: counts by phase that are filters at the same time, the rig, a text. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { cells } from "../live/store.ts";
import { goTo, phase, rig, search } from "../live/route.ts";
import { countBy, rigOf } from "./arrangement.ts";
import { tone } from "./town-view.tsx";

export function Filters(): JSX.Element {
  const phases = useComputed(() => [...countBy(cells.value.values(), (cell) => cell.phase)].sort());
  const troubles = useComputed(() =>
    [...countBy(cells.value.values(), ({ mood }) => mood)].filter(
      ([mood]) => mood === "stuck" || mood === "stalled",
    ),
  );
  const rigs = useComputed(() => [...countBy(cells.value.values(), rigOf).keys()].sort());
  return (
    <div class="filters" role="search">
      <input
        id="search"
        type="search"
        placeholder="Filter: name, bead, state…  ( / )"
        aria-label="Filter by text"
        value={search.value ?? ""}
        onInput={(event) => goTo({ q: event.currentTarget.value }, "replace")}
      />
      <select
        aria-label="Filter by rig"
        value={rig.value ?? ""}
        onChange={(event) => goTo({ rig: event.currentTarget.value })}
      >
        <option value="">All rigs</option>
        {rigs.value.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <div class="chips" role="group" aria-label="Filter by phase">
        {[...troubles.value, ...phases.value].map(([name, count]) => (
          <button
            key={name}
            type="button"
            class={`chip ${name === "stuck" || name === "stalled" ? "tone-bad" : tone(name)}`}
            aria-pressed={phase.value === name}
            onClick={() => goTo({ phase: phase.value === name ? null : name })}
          >
            <i class="dot" /> {name} <b>{count}</b>
          </button>
        ))}
      </div>
    </div>
  );
}
