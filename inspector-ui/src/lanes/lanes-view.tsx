/**
 * What happened when: a lane for each polecat and convoy, grouped by rig, under an axis that stays in sight. Only the
 * lanes in sight are in the document.
 */
import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { JSX } from "preact";
import { kindInPage } from "../kinds/kind-in-page.ts";
import { phase, rig, search } from "../live/route.ts";
import { readBefore } from "../live/before.ts";
import { stands } from "../live/live.ts";
import { before } from "../diff/compare.ts";
import type { Group } from "../history/groups.ts";
import { cursor, goToTime, isReading, openedFile, readAllLanes } from "../past/past.ts";
import { useSize } from "../page/use-size.ts";
import { arrange } from "../town/arrangement.ts";
import { Axis } from "./axis.tsx";
import { useGestures } from "./gestures.ts";
import type { Lane } from "./lane-book.ts";
import { hasBefore } from "./lane-log.ts";
import { LaneRow } from "./lane-row.tsx";
import { Legend } from "./legend.tsx";
import { RigRow } from "./rig-row.tsx";
import { moved, placeOf, zoomed, type Span } from "./span.ts";
import { chosen, cursorAt, end, lanes, span, unread, whole } from "./times.ts";

const LANE_HEIGHT = 26;
const ZOOM = 1.5;
const KEYS = "Lanes: plus and minus zoom, left and right move, 0 shows all, End the newest";
/** What stands beside the track of a lane. */
const BESIDE_PX = 172;

/** @param rigLane where the rig itself is a resource. */
type Row = { readonly head: string; readonly rigLane: Lane | undefined } | { readonly lane: Lane };

export function LanesView(): JSX.Element {
  const body = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const size = useSize(body, sheet);
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
      onKeyDown={(event) => onKey(event, span.value, whole.value)}
    >
      <Head />
      <Axis track={axis} width={width - BESIDE_PX} />
      <div class="lanes-body" ref={body} tabIndex={0} role="region" aria-label={KEYS} data-above>
        <div class="lanes-sheet" ref={sheet} style={{ height: `${rows.value.length * LANE_HEIGHT}px` }}>
          <Unread />
          <CursorLine />
          {rows.value.slice(first, last).map((row, index) => {
            const place = { span: span.value, end: end.value, top: (first + index) * LANE_HEIGHT };
            return "head" in row ? (
              <RigRow key={`rig ${row.head}`} name={row.head} lane={row.rigLane} {...place} />
            ) : (
              <LaneRow key={row.lane.cell.id} lane={row.lane} {...place} />
            );
          })}
        </div>
      </div>
    </section>
  );
}

function rowsOf(all: ReadonlyMap<string, Lane>): readonly Row[] {
  const filter = { text: search.value ?? "", phase: phase.value, rig: rig.value };
  const cells = [...all.values()].flatMap(({ cell }) => (kindInPage(cell).lane === "row" ? [cell] : []));
  return arrange(cells, filter).flatMap((group): readonly Row[] => [
    { head: group.rig, rigLane: all.get(`rig/${group.rig}`) },
    ...group.cells.flatMap((cell): Row[] => {
      const lane = all.get(cell.id);
      return lane === undefined ? [] : [{ lane }];
    }),
  ]);
}

function Head(): JSX.Element {
  const zoom = (factor: number): void => {
    chosen.value = zoomed(span.value, factor, 0.5, whole.value);
  };
  return (
    <header class="lanes-top" data-above>
      <h2>What happened when</h2>
      <Legend />
      {unread.value.length > 0 ? (
        <button type="button" disabled={isReading.value} onClick={() => void readAllLanes(isKnown)}>
          {isReading.value ? "The journal is read…" : `Read the rest, ${megabytes(unread.value)}`}
        </button>
      ) : null}
      {cursor.value === null && openedFile.value === null && !hasBefore.value ? (
        <button type="button" onClick={() => void readBefore(stands)}>
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
        <button type="button" onClick={() => (chosen.value = whole.value)}>
          All
        </button>
        <button type="button" aria-pressed={chosen.value === null} onClick={() => (chosen.value = null)}>
          Newest
        </button>
      </span>
    </header>
  );
}

/** What of the past nobody has read yet; a click reads it. */
function Unread(): JSX.Element | null {
  const shown = span.value;
  const parts = unread.value.filter(({ from, to }) => from < shown.to && to > shown.from);
  if (parts.length === 0) return null;
  return (
    <div class="lanes-unread">
      {parts.map(({ first, from, to }) => {
        const left = placeOf(from, shown);
        return (
          <button
            key={first}
            type="button"
            style={{ left: `${left}%`, width: `${placeOf(to, shown) - left}%` }}
            onClick={() => void goToTime(Math.max(from, shown.from))}
          >
            not read yet
          </button>
        );
      })}
    </div>
  );
}

/** The moment of the past that is looked at, and the one that it is compared with. */
function CursorLine(): JSX.Element | null {
  const shown = span.value;
  const lines = [
    { at: cursorAt.value, kind: "looked" },
    { at: before.value?.at ?? null, kind: "compared" },
  ].flatMap(({ at, kind }) =>
    at === null || at < shown.from || at > shown.to ? [] : [{ kind, left: placeOf(at, shown) }],
  );
  if (lines.length === 0) return null;
  return (
    <div class="lanes-cursor" aria-hidden="true">
      {lines.map(({ kind, left }) => (
        <i key={kind} class={kind} style={{ left: `${left}%` }} />
      ))}
    </div>
  );
}

function isKnown({ first }: Group): boolean {
  return !unread.value.some((one) => one.first === first);
}

function megabytes(parts: readonly Group[]): string {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return `${Math.max(1, Math.round(bytes / 1_048_576))} MB`;
}

function onKey(event: KeyboardEvent, shown: Span, all: Span): void {
  const steps: Readonly<Record<string, () => Span | null>> = {
    "+": () => zoomed(shown, 1 / ZOOM, 0.5, all),
    "=": () => zoomed(shown, 1 / ZOOM, 0.5, all),
    "-": () => zoomed(shown, ZOOM, 0.5, all),
    ArrowLeft: () => moved(shown, -0.2, all),
    ArrowRight: () => moved(shown, 0.2, all),
    "0": () => all,
    End: () => null,
  };
  const step = steps[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  chosen.value = step();
}
