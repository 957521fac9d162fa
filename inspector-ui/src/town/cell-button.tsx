/** One actor in the town: its name first, then how it stands, then what it is at or what is the matter. */
import type { JSX } from "preact";
import type { Cell } from "../../../src/inspector/cell.ts";
import { goTo } from "../live/route.ts";
import { words } from "./needs.ts";
import { toneOf, wordOf } from "./category.ts";

export function CellButton({
  cell,
  isChosen,
}: {
  readonly cell: Cell;
  readonly isChosen: boolean;
}): JSX.Element {
  const { ref, trouble, marks, mood } = cell;
  const { subject: what } = cell;
  const reason = trouble === null ? null : trouble.message === "" ? words(trouble.reason) : trouble.message;
  return (
    <button
      type="button"
      class={`cell ${toneOf(cell)} mood-${mood}`}
      data-actor={cell.id}
      aria-pressed={isChosen}
      title={[`${cell.id}: ${cell.state}`, trouble?.reason, reason].filter(Boolean).join("\n")}
      onClick={() => goTo({ actor: isChosen ? null : cell.id })}
    >
      <span class="cell-head">
        <b>{ref.name}</b>
        {marks.map((mark) => (
          <span key={mark} class="mark">
            {mark}
          </span>
        ))}
      </span>
      <span class="cell-category">
        <span class="phase">
          <i class="dot" aria-hidden="true" /> {wordOf(cell)}
        </span>
        {reason === null ? null : <small>{what}</small>}
      </span>
      <span class="cell-reason">{reason ?? what}</span>
    </button>
  );
}
