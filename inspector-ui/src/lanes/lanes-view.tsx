/** What happened when: a lane for each polecat and convoy, grouped by rig. Only the lanes in sight are in the document. */
import { useComputed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { JSX } from "preact";
import { now } from "../live/clock.ts";
import { phase, rig, search } from "../live/route.ts";
import { cursor, openedFile, past, readBefore } from "../live/store.ts";
import { useSize } from "../page/use-size.ts";
import { clockTime } from "../page/wording.ts";
import { arrange } from "../town/arrangement.ts";
import type { Lane } from "./lane-book.ts";
import { bookOf, hasBefore, liveLanes, type KnownLanes } from "./lane-log.ts";
import { LaneRow, SIGNS } from "./lane-row.tsx";
import { useGestures } from "./gestures.ts";
import { moved, placeOf, recent, ticksOf, zoomed, type Span } from "./span.ts";

const LANE_HEIGHT = 26;
/** From one time on the axis to the next. */
const TICK_PX = 90;
const ZOOM = 1.5;
const KEYS = "Lanes: plus and minus zoom, left and right move, 0 shows all, End the newest";
/** What stands beside the track of a lane. */
const BESIDE_PX = 172;

type Row = { readonly head: string } | { readonly lane: Lane };

export function LanesView(): JSX.Element {
  const body = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const size = useSize(body, sheet);
  const { lanes, end, whole, span, chosen } = useTimes();
  const rows = useComputed(() => rowsOf(lanes.value.book.lanes));
  useGestures(body, axis, {
    span: () => span.peek(),
    whole: () => whole.peek(),
    onSpan: (to) => (chosen.value = to),
  });
  const { top, height, width } = size.value;
  const first = Math.max(0, Math.floor(top / LANE_HEIGHT) - 2);
  const last = Math.ceil((top + height) / LANE_HEIGHT) + 2;
  return (
    <section
      class={rows.value.length === 0 ? "lanes empty" : "lanes"}
      aria-label="Timeline"
      onKeyDown={(event) => onKey(event, span.value, whole.value, chosen)}
    >
      <Head span={span.value} whole={whole.value} chosen={chosen} />
      <Axis axis={axis} span={span.value} width={width} />
      <div class="lanes-body" ref={body} tabIndex={0} role="region" aria-label={KEYS}>
        <div class="lanes-sheet" ref={sheet} style={{ height: `${rows.value.length * LANE_HEIGHT}px` }}>
          <CursorLine span={span.value} />
          {rows.value.slice(first, last).map((row, index) => {
            const at = (first + index) * LANE_HEIGHT;
            return "head" in row ? (
              <h3 key={`rig ${row.head}`} class="lane-head" style={{ top: `${at}px` }}>
                {row.head}
              </h3>
            ) : (
              <LaneRow key={row.lane.cell.id} lane={row.lane} span={span.value} end={end.value} top={at} />
            );
          })}
        </div>
      </div>
    </section>
  );
}

interface Times {
  readonly lanes: ReadonlySignal<KnownLanes>;
  /** Where bars end that last. */
  readonly end: ReadonlySignal<number>;
  readonly whole: ReadonlySignal<Span>;
  readonly span: ReadonlySignal<Span>;
  /** Null for the newest. */
  readonly chosen: Signal<Span | null>;
}

function useTimes(): Times {
  const chosen = useSignal<Span | null>(null);
  const lanes = useComputed(() => {
    const history = past.value;
    return cursor.value !== null && history !== null ? { book: bookOf(history) } : liveLanes.value;
  });
  const end = useComputed(() =>
    cursor.value === null ? now.value : (past.value?.moments.at(-1)?.record.at ?? now.value),
  );
  const whole = useComputed((): Span => {
    const starts = [...lanes.value.book.lanes.values()].map(({ bars }) => bars[0]?.from ?? end.value);
    const from = starts.reduce((first, start) => Math.min(first, start), end.value);
    return { from, to: Math.max(end.value, from + 1_000) };
  });
  const span = useComputed(() => chosen.value ?? (cursor.value === null ? recent(whole.value) : whole.value));
  return { lanes, end, whole, span, chosen };
}

function rowsOf(lanes: ReadonlyMap<string, Lane>): readonly Row[] {
  const filter = { text: search.value ?? "", phase: phase.value, rig: rig.value };
  const cells = [...lanes.values()].map(({ cell }) => cell);
  return arrange(cells, filter).flatMap((group) => [
    { head: group.rig },
    ...group.cells.flatMap((cell): Row[] => {
      const lane = lanes.get(cell.id);
      return lane === undefined ? [] : [{ lane }];
    }),
  ]);
}

interface HeadProps {
  readonly span: Span;
  readonly whole: Span;
  readonly chosen: Signal<Span | null>;
}

function Head({ span, whole, chosen }: HeadProps): JSX.Element {
  const zoom = (factor: number): void => {
    chosen.value = zoomed(span, factor, 0.5, whole);
  };
  return (
    <header class="lanes-top">
      <h2>What happened when</h2>
      <span class="lanes-legend">
        {Object.entries(SIGNS).map(([sign, drawn]) => (
          <span key={sign}>
            <span aria-hidden="true">{drawn}</span> {sign}
          </span>
        ))}
      </span>
      {cursor.value === null && openedFile.value === null && !hasBefore.value ? (
        <button type="button" onClick={() => void readBefore()}>
          Show what came before
        </button>
      ) : null}
      <span class="lanes-zoom" role="group" aria-label="Zoom of the timeline">
        <button type="button" aria-label="Shorter time" onClick={() => zoom(1 / ZOOM)}>
          +
        </button>
        <button type="button" aria-label="Longer time" onClick={() => zoom(ZOOM)}>
          −
        </button>
        <button type="button" onClick={() => (chosen.value = whole)}>
          All
        </button>
        <button type="button" aria-pressed={chosen.value === null} onClick={() => (chosen.value = null)}>
          Newest
        </button>
      </span>
    </header>
  );
}

interface AxisProps {
  readonly axis: { current: HTMLDivElement | null };
  readonly span: Span;
  /** Of the whole timeline. */
  readonly width: number;
}

function Axis({ axis, span, width }: AxisProps): JSX.Element {
  const offset = -new Date(span.from).getTimezoneOffset() * 60_000;
  const most = Math.max(2, Math.floor((width - BESIDE_PX) / TICK_PX));
  const { times, hasSeconds } = ticksOf(span, most, offset);
  return (
    <div class="lanes-axis" aria-hidden="true">
      <div class="lanes-ticks" ref={axis}>
        {times.map((time) => (
          <span key={time} style={{ left: `${placeOf(time, span)}%` }}>
            {clockTime(time).slice(0, hasSeconds ? 8 : 5)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The moment of the past that is looked at. */
function CursorLine({ span }: { readonly span: Span }): JSX.Element | null {
  const index = cursor.value;
  const at = index === null ? null : past.value?.moments[index]?.record.at;
  if (at === null || at === undefined || at < span.from || at > span.to) return null;
  return (
    <div class="lanes-cursor" aria-hidden="true">
      <i style={{ left: `${placeOf(at, span)}%` }} />
    </div>
  );
}

function onKey(event: KeyboardEvent, span: Span, whole: Span, chosen: Signal<Span | null>): void {
  const steps: Readonly<Record<string, () => Span | null>> = {
    "+": () => zoomed(span, 1 / ZOOM, 0.5, whole),
    "=": () => zoomed(span, 1 / ZOOM, 0.5, whole),
    "-": () => zoomed(span, ZOOM, 0.5, whole),
    ArrowLeft: () => moved(span, -0.2, whole),
    ArrowRight: () => moved(span, 0.2, whole),
    "0": () => whole,
    End: () => null,
  };
  const step = steps[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  chosen.value = step();
}
