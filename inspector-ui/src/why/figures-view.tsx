/** A rig, or a view of one: what it counts, and the polecats that it is about. */
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { kindInPage } from "../kinds/kind-in-page.ts";
import { goTo } from "../live/route.ts";
import { cells } from "../live/shown.ts";
import { Ago } from "../page/ago.tsx";
import { toneOf, wordOf } from "../town/category.ts";
import { countsText, figuresOf, polecatsOf, viewsOf } from "./figures.ts";

/** Rows of a rig's polecats; all of them are in the town. */
const MOST = 50;

export function Figures({ shown }: { readonly shown: Detail }): JSX.Element | null {
  const kind = kindInPage(shown.cell);
  const figures = figuresOf(shown);
  const polecats = polecatsOf(shown, cells.value.values());
  if (figures.length === 0 && polecats.length === 0) return null;
  return (
    <section class="part">
      <h3>{kind.figures?.title}</h3>
      <dl class="facts">
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{isTime(value) ? <Ago at={Date.parse(value)} /> : value}</dd>
          </div>
        ))}
        <Views shown={shown} />
        {polecats.length === 0 ? null : (
          <div class="wide">
            <dt>{kind.figures?.polecats?.title}</dt>
            <dd>{countsText(polecats)}</dd>
          </div>
        )}
      </dl>
      <ul class="members">
        {polecats.slice(0, MOST).map((cell) => (
          <li key={cell.id} class={toneOf(cell)}>
            <button type="button" class="plain name" onClick={() => goTo({ actor: cell.id, tab: null })}>
              {cell.ref.name}
            </button>
            <span class="word">
              <i class="dot" aria-hidden="true" /> {wordOf(cell)}
            </span>
            <small>{[cell.bead, cell.trouble?.message].filter(Boolean).join(" · ")}</small>
          </li>
        ))}
      </ul>
      {polecats.length > MOST ? (
        <button type="button" onClick={() => goTo({ actor: null, rig: shown.cell.rig })}>
          All {polecats.length} in the town
        </button>
      ) : null}
    </section>
  );
}

function Views({ shown }: { readonly shown: Detail }): JSX.Element {
  return (
    <>
      {viewsOf(shown, cells.value.values()).map((cell) => (
        <div key={cell.id}>
          <dt>{capitalized(kindInPage(cell).words[0])}</dt>
          <dd>
            <button type="button" class="plain name" onClick={() => goTo({ actor: cell.id, tab: null })}>
              {cell.ref.name}
            </button>{" "}
            {cell.progress}
          </dd>
        </div>
      ))}
    </>
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
}
