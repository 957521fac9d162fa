/** One lane: the name, its bars, its marks. */
import type { JSX } from "preact";
import { clockTime } from "../page/wording.ts";
import { goTo } from "../live/route.ts";
import { enterPastAt } from "../live/store.ts";
import { toneOf, tone } from "../town/standing.ts";
import type { Bar, Lane, Sign } from "./lane-book.ts";
import { placeOf, type Span } from "./span.ts";

export const SIGNS: Readonly<Record<Sign, string>> = {
  slung: "▸",
  closed: "✓",
  refused: "✗",
  stuck: "‼",
  restarted: "↻",
  ended: "■",
};

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
  const { cell } = lane;
  const bars = lane.bars.filter(({ from, to }) => from < span.to && (to ?? end) > span.from);
  const marks = lane.marks.filter(({ at }) => at >= span.from && at <= span.to);
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
      <div class="lane-track" role="group" aria-label={toldOf(lane, bars)}>
        {bars.map((bar) => (
          <BarButton key={bar.from} id={cell.id} bar={bar} span={span} end={end} />
        ))}
        {marks.map(({ at, sign, text }) => (
          <button
            key={`${at} ${sign}`}
            type="button"
            tabIndex={-1}
            class={`lane-mark sign-${sign}`}
            style={{ left: `${placeOf(at, span)}%` }}
            title={`${clockTime(at).slice(0, 8)} ${text}`}
            aria-label={`${sign} at ${clockTime(at).slice(0, 8)}: ${text}`}
            onClick={() => void enterPastAt(at, cell.id)}
          >
            {SIGNS[sign]}
          </button>
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
  const { from, to, standing, label, part } = bar;
  const left = placeOf(from, span);
  const width = placeOf(to ?? end, span) - left;
  const said = barText(bar);
  return (
    <button
      type="button"
      tabIndex={-1}
      class={`lane-bar ${tone(standing)}${part === null ? "" : " of-convoy"}`}
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
  return `${cell.ref.kind} ${cell.ref.name}: ${told.length === 0 ? "nothing in sight" : told.join("; ")}`;
}

/** Left and right go along the bars and marks of a lane, up and down from lane to lane. */
function walk(event: KeyboardEvent): void {
  const lane = event.currentTarget;
  if (!(lane instanceof HTMLElement)) return;
  const isAcross = event.key === "ArrowUp" || event.key === "ArrowDown";
  const step = ["ArrowRight", "ArrowDown"].includes(event.key)
    ? 1
    : ["ArrowLeft", "ArrowUp"].includes(event.key)
      ? -1
      : 0;
  if (step === 0) return;
  const all = isAcross
    ? [...(lane.parentElement?.querySelectorAll<HTMLElement>(".lane-name") ?? [])]
    : [...lane.querySelectorAll<HTMLElement>("button")];
  const active = isAcross ? lane.querySelector<HTMLElement>(".lane-name") : document.activeElement;
  const next = all[all.findIndex((one) => one === active) + step];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
