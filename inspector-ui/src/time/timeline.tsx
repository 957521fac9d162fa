/** Time travel: a scrubber over the journal, with steps, play and a way back to now. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { JSX } from "preact";
import { dateTime, clockTime } from "../page/wording.ts";
import { eventLabel } from "../chart/chart.ts";
import type { History, Moment } from "../history/moments.ts";
import { actor } from "../live/route.ts";
import {
  connection,
  cursor,
  enterPast,
  moveTo,
  openedFile,
  openFile,
  past,
  returnToNow,
} from "../live/store.ts";

const SPEEDS = [1, 5, 20, 100];
const BARS = 120;
const PLAY_MS = 50;

export function Timeline(): JSX.Element {
  const index = cursor.value;
  const history = past.value;
  return (
    <footer class="timeline" aria-label="Time travel">
      {index === null || history === null ? <Now /> : <Scrubber history={history} index={index} />}
    </footer>
  );
}

const SAID = { live: "Live", connecting: "Connecting…", lost: "Connection lost, trying again…" };

function Now(): JSX.Element {
  return (
    <>
      <span class={`live ${connection.value}`} role="status" data-connection={connection.value}>
        <i class="dot" /> {SAID[connection.value]}
      </span>
      <button type="button" onClick={() => void enterPast()}>
        Go back in time <kbd>t</kbd>
      </button>
      <OpenFile />
    </>
  );
}

function OpenFile(): JSX.Element {
  return (
    <label class="file">
      Open a journal
      <input
        type="file"
        accept=".jsonl,.ndjson,.json"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void openFile(file);
        }}
      />
    </label>
  );
}

interface ScrubberProps {
  readonly history: History;
  readonly index: number;
}

function Scrubber({ history, index }: ScrubberProps): JSX.Element {
  const isActorOnly = useSignal(false);
  const isPlaying = useSignal(false);
  const speed = useSignal(5);
  const scope = isActorOnly.value ? actor.value : null;
  const isRunning = isPlaying.value;
  useEffect(
    () => (isRunning ? play(history, speed, () => (isPlaying.value = false)) : undefined),
    [history, isRunning],
  );
  const step = (by: 1 | -1): void => {
    isPlaying.value = false;
    moveTo(neighbour(history, index, by, scope));
  };
  return (
    <>
      <Controls
        isRunning={isRunning}
        speed={speed}
        isActorOnly={isActorOnly}
        onStep={step}
        onPlay={() => (isPlaying.value = !isRunning)}
      />
      <Track history={history} index={index} scope={scope} onStep={step} />
      <div class="controls">
        {openedFile.value === null ? (
          <>
            <button type="button" class="primary" onClick={() => returnToNow()}>
              Now <kbd>n</kbd>
            </button>
            <a href={exported(history.moments[index])} download>
              Export
            </a>
          </>
        ) : (
          <span>{openedFile.value}</span>
        )}
      </div>
    </>
  );
}

interface ControlsProps {
  readonly isRunning: boolean;
  readonly speed: Signal<number>;
  readonly isActorOnly: Signal<boolean>;
  readonly onStep: (by: 1 | -1) => void;
  readonly onPlay: () => void;
}

function Controls({ isRunning, speed, isActorOnly, onStep, onPlay }: ControlsProps): JSX.Element {
  return (
    <div class="controls">
      <button type="button" aria-label="One event back" onClick={() => onStep(-1)}>
        ◀
      </button>
      <button type="button" aria-label={isRunning ? "Pause" : "Play"} onClick={onPlay}>
        {isRunning ? "❚❚" : "▶"}
      </button>
      <button type="button" aria-label="One event on" onClick={() => onStep(1)}>
        ▶❘
      </button>
      <select
        aria-label="Speed"
        value={speed.value}
        onChange={(event) => (speed.value = Number(event.currentTarget.value))}
      >
        {SPEEDS.map((times) => (
          <option key={times} value={times}>
            {times}×
          </option>
        ))}
      </select>
      {actor.value === null ? null : (
        <label>
          <input
            type="checkbox"
            checked={isActorOnly.value}
            onChange={(event) => (isActorOnly.value = event.currentTarget.checked)}
          />{" "}
          this actor only
        </label>
      )}
    </div>
  );
}

interface TrackProps extends ScrubberProps {
  readonly scope: string | null;
  readonly onStep: (by: 1 | -1) => void;
}

function Track({ history, index, scope, onStep }: TrackProps): JSX.Element {
  const first = history.moments[0]?.record.at ?? 0;
  const last = history.moments.at(-1)?.record.at ?? first;
  const moment = history.moments[index];
  const at = moment?.record.at ?? first;
  return (
    <div class="scrub">
      <Density history={history} first={first} last={last} only={scope} />
      <input
        type="range"
        aria-label="Moment"
        aria-valuetext={`${dateTime(at)}, ${said(moment)}`}
        min={first}
        max={Math.max(last, first + 1)}
        step={1}
        value={at}
        onInput={(event) => moveTo(history.indexAt(Number(event.currentTarget.value)))}
        onKeyDown={(event) => {
          const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : null;
          if (by === null) return;
          event.preventDefault();
          onStep(by);
        }}
      />
      <p class="moment">
        <time>
          {dateTime(at).slice(0, 10)} {clockTime(at)}
        </time>{" "}
        <b>{moment?.actor}</b> {said(moment)}{" "}
        <small>
          {index + 1} of {history.moments.length}
        </small>
      </p>
    </div>
  );
}

function said(moment: Moment | undefined): string {
  if (moment === undefined) return "";
  return moment.record.type === "event" ? eventLabel(moment.record.event.type) : moment.record.type;
}

/** Of all actors: `replay --actor` narrows it, and in a part a reader could not tell what is left out from what is lost. */
function exported(moment: Moment | undefined): string {
  const query = new URLSearchParams({ download: "1", until: String(moment?.record.sequence ?? 0) });
  return `journal?${query.toString()}`;
}

function neighbour(history: History, index: number, by: 1 | -1, scope: string | null): number {
  for (let at = index + by; at >= 0 && at < history.moments.length; at += by) {
    if (scope === null || history.moments[at]?.actor === scope) return at;
  }
  return index;
}

/** Moves through the past at a multiple of its own pace. @returns how to stop. */
function play(history: History, speed: { readonly value: number }, onEnd: () => void): () => void {
  let time = history.moments[cursor.peek() ?? 0]?.record.at ?? 0;
  const timer = setInterval(() => {
    time += PLAY_MS * speed.value;
    const index = history.indexAt(time);
    if (index !== cursor.peek()) moveTo(index);
    if (index >= history.moments.length - 1) onEnd();
  }, PLAY_MS);
  return () => clearInterval(timer);
}

interface DensityProps {
  readonly history: History;
  readonly first: number;
  readonly last: number;
  readonly only: string | null;
}

/** How much happened when. */
function Density({ history, first, last, only }: DensityProps): JSX.Element {
  const bars = useMemo(() => density(history, first, last, only), [history, first, last, only]);
  const most = Math.max(1, ...bars);
  return (
    <svg class="density" viewBox={`0 0 ${BARS} 20`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((count, bar) => {
        const height = count === 0 ? 0 : 2 + (18 * Math.log1p(count)) / Math.log1p(most);
        return <rect key={bar} x={bar} y={20 - height} width={0.8} height={height} />;
      })}
    </svg>
  );
}

function density(history: History, first: number, last: number, only: string | null): readonly number[] {
  const bars = Array.from({ length: BARS }, () => 0);
  const length = Math.max(1, last - first);
  for (const { record, actor: whose } of history.moments) {
    if (only !== null && whose !== only) continue;
    const bar = Math.min(BARS - 1, Math.floor(((record.at - first) / length) * BARS));
    bars[bar] = (bars[bar] ?? 0) + 1;
  }
  return bars;
}
