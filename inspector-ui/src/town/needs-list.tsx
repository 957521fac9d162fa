/** Who needs a person, before everything else. */
import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { JSX } from "preact";
import { isGroup, kindInPage } from "../kinds/kind-in-page.ts";
import { goTo, phase } from "../live/route.ts";
import { now } from "../live/clock.ts";
import { cells } from "../live/shown.ts";
import { cursor } from "../past/past.ts";
import { CommandLine } from "../page/copied-line.tsx";
import { HeldNeeds, needsOf, type HeldNeed } from "./needs.ts";
import { NEEDS_YOU } from "./category.ts";

/** Rows that are shown at once; the others are a filter away. */
const MOST = 5;

export function NeedsList(): JSX.Element | null {
  const held = useMemo(() => new HeldNeeds(), []);
  const needs = useComputed(() => needsOf(cells.value.values()));
  // In the past each moment is what it was.
  const all =
    cursor.value === null
      ? held.take(needs.value, now.value)
      : needs.value.map((need) => ({ ...need, isHeld: false }));
  if (all.length === 0) return null;
  const isFiltered = phase.value === NEEDS_YOU;
  return (
    <section class="needs" aria-label="Needs you">
      <h2>Needs you</h2>
      <ul>
        {all.slice(0, MOST).map((need) => (
          <NeedRow key={need.key} need={need} />
        ))}
      </ul>
      {all.length > MOST && !isFiltered ? (
        <button type="button" onClick={() => goTo({ phase: NEEDS_YOU })}>
          Show {all.length - MOST} more below
        </button>
      ) : null}
    </section>
  );
}

function NeedRow({ need }: { readonly need: HeldNeed }): JSX.Element {
  const [cell, ...others] = need.cells;
  const place = [kindInPage(cell).words[0], cell.rig === "" || isGroup(cell) ? "" : `in ${cell.rig}`]
    .join(" ")
    .trim();
  return (
    <li class={need.isHeld ? "need tone-wait" : "need tone-bad"}>
      <div class="need-who">
        <button
          type="button"
          class="plain name"
          data-need={cell.id}
          onClick={() => goTo(others.length === 0 ? { actor: cell.id, tab: null } : { phase: NEEDS_YOU })}
        >
          {need.title}
        </button>
        <span class="word">
          <i class="dot" aria-hidden="true" /> {need.isHeld ? "is looked at again" : need.word}
        </span>
        {others.length === 0 ? <small>{place}</small> : null}
      </div>
      <p>
        {need.message}
        {need.waitsFor === null ? null : <small> · goes on with {need.waitsFor}</small>}
      </p>
      <CommandLine command={need.command} purpose={`what to do first about ${need.title}`} />
    </li>
  );
}
