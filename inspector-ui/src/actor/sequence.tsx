/** The sequence: Kubernetes, the actor and gt, with all that passed between them. Grows live. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { charts } from "../chart/charts.ts";
import { takenTransitions } from "../chart/path.ts";
import { eventLabel } from "../chart/chart.ts";
import type { Moment } from "../history/moments.ts";
import { actorCalls, actorMoments } from "../live/shown.ts";
import { cursor, enterPast } from "../past/past.ts";
import { contextChanges, linesOf, type Lifeline, type Line } from "./lines.ts";
import { clockTime } from "../page/wording.ts";

const COLUMN: Readonly<Record<Lifeline, number>> = { kubernetes: 0, actor: 1, gt: 2 };
/** Lines in the document at once; earlier ones are a step back in time away. */
const MOST_LINES = 400;

export function Sequence(): JSX.Element {
  const lines = linesOf(actorMoments.value, actorCalls.value);
  const shown = lines.slice(-MOST_LINES);
  const end = useRef<HTMLDivElement>(null);
  const opened = useSignal<string | null>(null);
  useEffect(() => {
    const view = end.current;
    if (view !== null) view.scrollTop = view.scrollHeight;
  }, [lines.length]);
  return (
    <div class="sequence" ref={end} tabIndex={0} role="region" aria-label="Sequence, scrolls">
      <div class="lifelines">
        <b>Kubernetes</b>
        <b>actor</b>
        <b>gt · town</b>
      </div>
      {lines.length === 0 ? <p class="nothing">Nothing is in the journal of this actor yet.</p> : null}
      {lines.length > shown.length ? (
        <p class="nothing">{lines.length - shown.length} earlier lines are left out.</p>
      ) : null}
      <ol>
        {shown.map((line) => (
          <LineRow
            key={line.key}
            line={line}
            isOpen={opened.value === line.key}
            onOpen={() => (opened.value = opened.value === line.key ? null : line.key)}
          />
        ))}
      </ol>
    </div>
  );
}

interface LineRowProps {
  readonly line: Line;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function LineRow({ line, isOpen, onOpen }: LineRowProps): JSX.Element {
  const from = COLUMN[line.from];
  const to = COLUMN[line.to];
  const place = from === to ? "self" : to > from ? "right" : "left";
  const span = from === to ? `at-${from}` : `between-${Math.min(from, to)}-${Math.max(from, to)}`;
  return (
    <li class={`line ${line.kind} ${place} ${span}`}>
      <time>{clockTime(line.at)}</time>
      <span class="track">
        {line.moment === null ? (
          <span class="message">{line.text}</span>
        ) : (
          <button type="button" class="message" aria-expanded={isOpen} onClick={onOpen}>
            {line.text}
          </button>
        )}
      </span>
      {isOpen && line.moment !== null ? <Why moment={line.moment} /> : null}
    </li>
  );
}

/** Why it did that: the event and its cause, the guards that let it pass, what it changed. */
export function Why({ moment }: { readonly moment: Moment }): JSX.Element {
  const { record } = moment;
  const chart = charts.value.get(record.machine);
  const taken = chart === undefined ? [] : takenTransitions(chart, moment);
  const type = record.type === "event" ? eventLabel(record.event.type) : record.type;
  return (
    <div class="why">
      <p>
        <b>{type}</b>, caused by <code>{record.cause}</code>, journal record {record.sequence}.
      </p>
      {taken.length === 0 ? <p>It stayed in its state.</p> : null}
      <ul>
        {taken.map(({ source, target, event, guard }) => (
          <li key={`${source} ${target} ${event}`}>
            {source.split(".").slice(1).join(".")} → {target.split(".").slice(1).join(".")}
            {event === "" ? "" : ` on ${eventLabel(event)}`}
            {guard === null ? "" : ` because ${guard}`}
          </li>
        ))}
        {contextChanges(moment).map(({ key, from, to }) => (
          <li key={key}>
            {key}: <code>{brief(from)}</code> → <code>{brief(to)}</code>
          </li>
        ))}
      </ul>
      {cursor.value === null ? (
        <button type="button" onClick={() => void enterPast(record.sequence)}>
          Go to this moment
        </button>
      ) : null}
    </div>
  );
}

function brief(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
