/** One lane: the name, its bars, its marks. */
import type { JSX } from "preact";
import { clockTime } from "../page/wording.ts";
import { kindInPage } from "../kinds/kind-in-page.ts";
import { goTo } from "../live/route.ts";
import { cells } from "../live/shown.ts";
import { enterPastAt } from "../past/past.ts";
import { toneOf, tone } from "../town/category.ts";
import type { Bar, Lane } from "./lane-book.ts";
import { MarkButton, marksIn } from "./mark-button.tsx";
import { placeOf, type Span } from "./span.ts";
import { walk } from "./walk.ts";

/** Bars that a listener is told; the others are a zoom away. */
const MOST_TOLD = 3;

interface LaneRowProps {
  readonly lane: Lane;
  readonly span: Span;
  /** Where bars end that last. */
  readonly end: number;
  readonly top: number;
}

export function LaneRow({ lane, span, end, top }: LaneRowProps): JSX.Element {
  // In the past the lane goes on to the newest that is known, and the name stands for the moment.
  const cell = cells.value.get(lane.cell.id) ?? lane.cell;
  const bars = lane.bars.filter(({ from, to }) => from < span.to && (to ?? end) > span.from);
  return (
    <div class="lane" style={{ top: `${top}px` }} onKeyDown={walk}>
      <button
        type="button"
        class={`lane-name ${toneOf(cell)}`}
        data-lane={cell.id}
        onClick={() => goTo({ actor: cell.id, tab: null })}
      >
        <i class="dot" aria-hidden="true" /> {cell.ref.name}
      </button>
      <div
        class="lane-track"
        role="group"
        aria-label={toldOf(lane, bars)}
        onClick={(event) => {
          const { target, currentTarget, clientX } = event;
          if (target === currentTarget) void enterPastAt(timeAt(clientX, currentTarget, span), cell.id);
        }}
      >
        {bars.map((bar) => (
          <BarButton key={bar.from} id={cell.id} bar={bar} span={span} end={end} />
        ))}
        {marksIn(lane.marks, span).map((mark) => (
          <MarkButton key={`${mark.at} ${mark.sign}`} id={cell.id} mark={mark} span={span} />
        ))}
      </div>
    </div>
  );
}

interface BarButtonProps {
  readonly id: string;
  readonly bar: Bar;
  readonly span: Span;
  readonly end: number;
}

function BarButton({ id, bar, span, end }: BarButtonProps): JSX.Element {
  const { from, to, category, label, part } = bar;
  const left = placeOf(from, span);
  const width = placeOf(to ?? end, span) - left;
  const said = barText(bar);
  return (
    <button
      type="button"
      tabIndex={-1}
      class={`lane-bar ${tone(category)}${part === null ? "" : " of-convoy"}`}
      style={{ left: `${left}%`, width: `${width}%` }}
      title={said}
      aria-label={said}
      onClick={() => void enterPastAt(Math.max(from, span.from), id)}
    >
      {part === null ? null : <i class="part" style={{ height: `${part * 100}%` }} />}
      <span>{label}</span>
    </button>
  );
}

function barText({ from, to, word, label }: Bar): string {
  const until = to === null ? "lasts" : `to ${clockTime(to).slice(0, 8)}`;
  const what = label.startsWith(word) ? label : [word, label].filter(Boolean).join(" ");
  return `${what}, ${clockTime(from).slice(0, 8)} ${until}`;
}

function toldOf({ cell }: Lane, bars: readonly Bar[]): string {
  const told = bars.slice(-MOST_TOLD).map((bar) => barText(bar));
  return `${kindInPage(cell).words[0]} ${cell.ref.name}: ${told.length === 0 ? "nothing in sight" : told.join("; ")}`;
}

/** Where nothing is drawn a click goes to that moment, too. */
function timeAt(clientX: number, track: HTMLElement, { from, to }: Span): number {
  const { left, width } = track.getBoundingClientRect();
  return from + ((clientX - left) / Math.max(1, width)) * (to - from);
}
