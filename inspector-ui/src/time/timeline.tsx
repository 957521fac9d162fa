/** The bar at the foot of the page: live, or in the past with steps, play and a way back to now. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JSX } from "preact";
import { dateTime, clockTime } from "../page/wording.ts";
import { Axis } from "../lanes/axis.tsx";
import { DrawerButton } from "../page/drawer.tsx";
import { isNarrow } from "../page/narrow.ts";
import type { History, Moment } from "../history/moments.ts";
import { actor } from "../live/route.ts";
import { connection } from "../live/live.ts";
import {
  cursor,
  enterPast,
  group,
  groups,
  isReading,
  openedFile,
  openSource,
  past,
  returnToNow,
  stepPast,
} from "../past/past.ts";
import { fileSource } from "../history/file-source.ts";
import { momentText } from "./moment-text.ts";
import { isActorOnly } from "./scope.ts";
import { play } from "./play.ts";

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
      <DrawerButton name="find" />
      <DrawerButton name="changes" />
      <Export until={null} />
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
          if (file !== undefined) void openSource(fileSource(file));
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
  useEffect(() => (isRunning ? play(speed, () => (isPlaying.value = false)) : undefined), [isRunning]);
  const step = (by: 1 | -1): void => {
    isPlaying.value = false;
    void stepPast(by, scope);
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
        <DrawerButton name="find" />
        <DrawerButton name="changes" />
        {openedFile.value === null ? <Export until={history.moments[index] ?? null} /> : null}
        <button type="button" class="primary" onClick={() => returnToNow()}>
          {openedFile.value === null ? "Now" : "Close"} <kbd>n</kbd>
        </button>
      </div>
    </>
  );
}

/** Of all actors: `replay --actor` narrows it, and in a part a reader could not tell what is left out from what is lost. */
function Export({ until }: { readonly until: Moment | null }): JSX.Element {
  const query = new URLSearchParams({ download: "1" });
  if (until !== null) query.set("until", String(until.record.sequence));
  const what = until === null ? "The whole journal" : "The journal up to this moment";
  return (
    <a class="button" href={`journal?${query.toString()}`} download title={`${what}, without credentials`}>
      Export
    </a>
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
        {groups.value.length < 2
          ? ""
          : ` in part ${groups.value.findIndex((one) => one === group.value) + 1} of ${groups.value.length}`}
        {isReading.value ? " · the journal is read…" : ""}
      </small>
    </p>
  );
}
