/** What is shown of the town: the rig, a text. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { cells } from "../live/shown.ts";
import { goTo, rig, search } from "../live/route.ts";
import { countBy, rigOf } from "./arrangement.ts";

export function Filters(): JSX.Element {
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
    </div>
  );
}
