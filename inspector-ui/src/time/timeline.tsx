/** The bar at the foot of the page: live, or in the past with steps, play and a way back to now. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JSX } from "preact";
import { dateTime, clockTime } from "../page/wording.ts";
import { Axis } from "../lanes/axis.tsx";
import { isNarrow } from "../page/narrow.ts";
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
import { momentText } from "./moment-text.ts";
import { isActorOnly } from "./scope.ts";
import { neighbour, play } from "./steps.ts";

const SPEEDS = [1, 5, 20, 100];

export function Timeline(): JSX.Element {
  const index = cursor.value;
  const history = past.value;
  return (
    <footer class="timeline" aria-label="Time travel">
      {isNarrow.value && actor.value !== null && index !== null ? (
        <Axis width={window.innerWidth - 24} />
      ) : null}
      {index === null || history === null ? <Now /> : <Past history={history} index={index} />}
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

interface PastProps {
  readonly history: History;
  readonly index: number;
}

function Past({ history, index }: PastProps): JSX.Element {
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
        onStep={step}
        onPlay={() => (isPlaying.value = !isRunning)}
      />
      <Where history={history} index={index} />
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
  readonly onStep: (by: 1 | -1) => void;
  readonly onPlay: () => void;
}

function Controls({ isRunning, speed, onStep, onPlay }: ControlsProps): JSX.Element {
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

function Where({ history, index }: PastProps): JSX.Element {
  const moment = history.moments[index];
  const at = moment?.record.at ?? 0;
  return (
    <p class="moment">
      <time>
        {dateTime(at).slice(0, 10)} {clockTime(at)}
      </time>{" "}
      <b>{moment?.actor}</b> {momentText(moment)}{" "}
      <small>
        {index + 1} of {history.moments.length}
      </small>
    </p>
  );
}

/** Of all actors: `replay --actor` narrows it, and in a part a reader could not tell what is left out from what is lost. */
function exported(moment: Moment | undefined): string {
  const query = new URLSearchParams({ download: "1", until: String(moment?.record.sequence ?? 0) });
  return `journal?${query.toString()}`;
}
