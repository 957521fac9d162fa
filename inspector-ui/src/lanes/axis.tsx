/** The time axis of the lanes, which is the scrubber at the same time: whoever drags along it goes through the past. */
import { useMemo } from "preact/hooks";
import type { JSX } from "preact";
import { momentText } from "../time/moment-text.ts";
import type { History } from "../history/moments.ts";
import { cursor, goToTime, past, stepPast } from "../past/past.ts";
import { clockTime, dateTime } from "../page/wording.ts";
import { isActorOnly } from "../time/scope.ts";
import { actor } from "../live/route.ts";
import { densityOf, DENSITY_BARS } from "./density.ts";
import { placeOf, ticksOf, type Span } from "./span.ts";
import { cursorAt, span } from "./times.ts";

/** From one time on the axis to the next. */
const TICK_PX = 90;

interface AxisProps {
  /** Which element stands for time. */
  readonly track?: { current: HTMLDivElement | null };
  /** Of the track. */
  readonly width: number;
}

export function Axis({ track, width }: AxisProps): JSX.Element {
  const shown = span.value;
  const offset = -new Date(shown.from).getTimezoneOffset() * 60_000;
  const most = Math.max(2, Math.floor(width / TICK_PX));
  const { times, hasSeconds } = ticksOf(shown, most, offset);
  return (
    <div class="lanes-axis" data-above>
      <div class="lanes-ticks" {...(track && { ref: track })}>
        {past.value === null || cursor.value === null ? null : (
          <Density history={past.value} span={shown} count={past.value.moments.length} />
        )}
        <div class="ticks" aria-hidden="true">
          {times.map((time) => (
            <span key={time} style={{ left: `${placeOf(time, shown)}%` }}>
              {clockTime(time).slice(0, hasSeconds ? 8 : 5)}
            </span>
          ))}
        </div>
        <Handle shown={shown} />
      </div>
    </div>
  );
}

/** Stands at the newest while the page is live. */
function Handle({ shown }: { readonly shown: Span }): JSX.Element {
  const at = cursorAt.value;
  const moment = cursor.value === null ? undefined : past.value?.moments[cursor.value];
  return (
    <input
      type="range"
      class={at === null ? "moment-handle at-now" : "moment-handle"}
      aria-label="Moment"
      aria-valuetext={at === null ? "now" : `${dateTime(at)}, ${momentText(moment)}`}
      min={Math.floor(shown.from)}
      max={Math.ceil(shown.to)}
      step={1}
      value={at ?? Math.ceil(shown.to)}
      onInput={(event) => void goToTime(Number(event.currentTarget.value))}
      onKeyDown={onKey}
    />
  );
}

/** What the slider does by itself; the other keys are those of the page. */
const OWN_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];

/** An arrow goes from event to event, whatever the time between them. */
function onKey(event: KeyboardEvent): void {
  const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : null;
  if (OWN_KEYS.includes(event.key)) event.stopPropagation();
  if (by === null || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  void stepPast(by, isActorOnly.value ? actor.value : null);
}

interface DensityProps {
  readonly history: History;
  readonly span: Span;
  /** Of its moments: a history grows in its place. */
  readonly count: number;
}

/** How much happened when. */
function Density({ history, span: { from, to }, count }: DensityProps): JSX.Element {
  const only = isActorOnly.value ? actor.value : null;
  const bars = useMemo(() => densityOf(history, { from, to }, only), [history, count, from, to, only]);
  const most = Math.max(1, ...bars);
  return (
    <svg class="density" viewBox={`0 0 ${DENSITY_BARS} 20`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((number, bar) => {
        const height = number === 0 ? 0 : 2 + (18 * Math.log1p(number)) / Math.log1p(most);
        return <rect key={bar} x={bar} y={20 - height} width={0.8} height={height} />;
      })}
    </svg>
  );
}
