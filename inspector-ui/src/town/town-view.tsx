/** The town: rigs as groups, their actors as cells. Only the rows in sight are in the document. */
import { useComputed, useSignal, type Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import type { Cell } from "../../../src/inspector/cell.ts";
import { cells, missing } from "../live/store.ts";
import { actor, goTo, phase, rig, search } from "../live/route.ts";
import {
  arrange,
  countBy,
  GROUP_HEIGHT,
  ROW_HEIGHT,
  rowsOf,
  visibleRows,
  type Group,
} from "./arrangement.ts";

const CELL_WIDTH = 168;

interface Size {
  readonly width: number;
  readonly height: number;
  /** How far it is scrolled. */
  readonly top: number;
}

/** Follows the size and the scrolling of an element. */
function useSize(frame: { readonly current: HTMLElement | null }): Signal<Size> {
  const size = useSignal<Size>({ width: 800, height: 600, top: 0 });
  useLayoutEffect(() => {
    const view = frame.current;
    if (view === null) return undefined;
    const measure = (): void => {
      size.value = { width: view.clientWidth, height: view.clientHeight, top: view.scrollTop };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(view);
    view.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener("scroll", measure);
    };
  }, [size]);
  return size;
}

export function TownView(): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const groups = useComputed(() =>
    arrange(cells.value.values(), { text: search.value ?? "", phase: phase.value, rig: rig.value }),
  );
  const columns = useComputed(() => Math.max(1, Math.floor((size.value.width - 24) / CELL_WIDTH)));
  const laidOut = useComputed(() => rowsOf(groups.value, columns.value));
  const { height, rows } = laidOut.value;
  const { top, height: shown } = size.value;
  return (
    <div
      class="town"
      ref={frame}
      role="region"
      aria-label="Town"
      tabIndex={-1}
      onKeyDown={(event) => moveFocus(event, columns.value)}
    >
      {missing.value === 0 ? null : <Missing count={missing.value} />}
      {groups.value.length === 0 ? <Nothing /> : null}
      <div class="sheet" style={{ height: `${height}px` }}>
        {visibleRows(rows, top, top + shown).map((row) =>
          row.type === "group" ? (
            <GroupHead key={`group ${row.group.rig}`} group={row.group} top={row.top} />
          ) : (
            <div
              class="row"
              key={row.cells[0]?.id}
              style={{
                top: `${row.top}px`,
                height: `${ROW_HEIGHT}px`,
                gridTemplateColumns: `repeat(${columns.value}, minmax(0, 1fr))`,
              }}
            >
              {row.cells.map((cell) => (
                <CellButton key={cell.id} cell={cell} isChosen={cell.id === actor.value} />
              ))}
            </div>
          ),
        )}
      </div>
    </div>
  );
}

function Missing({ count }: { readonly count: number }): JSX.Element {
  return (
    <p class="nothing" role="note">
      {count === 1 ? "One actor is" : `${count} actors are`} missing at this moment: the beginning is older
      than what was read of the journal.
    </p>
  );
}

function Nothing(): JSX.Element {
  return (
    <p class="nothing">
      {cells.value.size === 0
        ? "No resources yet. Apply a Rig and a Polecat, and they appear here."
        : "Nothing matches the filter."}
    </p>
  );
}

function GroupHead({ group, top }: { readonly group: Group; readonly top: number }): JSX.Element {
  const counts = [...countBy(group.cells, ({ phase: of }) => of)].sort();
  return (
    <h2 class="group-head" style={{ top: `${top}px`, height: `${GROUP_HEIGHT}px` }}>
      <span class="rig-name">{group.rig}</span>
      <span class="bar" aria-hidden="true">
        {counts.map(([name, count]) => (
          <i key={name} class={`fill ${tone(name)}`} style={{ flexGrow: String(count) }} />
        ))}
      </span>
      <span class="group-counts">{counts.map(([name, count]) => `${count} ${name}`).join(" · ")}</span>
    </h2>
  );
}

function CellButton({ cell, isChosen }: { readonly cell: Cell; readonly isChosen: boolean }): JSX.Element {
  const { ref, phase: now, state, bead, progress, polecat, mood } = cell;
  const sub =
    ref.kind === "polecat"
      ? [bead, polecat].filter(Boolean).join(" · ")
      : ref.kind === "convoy"
        ? `convoy ${progress ?? ""}`
        : [ref.kind, progress].filter(Boolean).join(" · ");
  return (
    <button
      type="button"
      class={`cell ${tone(now)} mood-${mood}`}
      data-actor={cell.id}
      aria-pressed={isChosen}
      title={`${cell.id}: ${state}${cell.reason === "" ? "" : ` (${cell.reason})`}`}
      onClick={() => goTo({ actor: isChosen ? null : cell.id })}
    >
      <b>{ref.name}</b>
      <span class="phase">{mood === "well" ? now : mood === "failed" ? "Failed" : `${now} · ${mood}`}</span>
      <small>{sub === "" ? "—" : sub}</small>
    </button>
  );
}

/** The colour of a phase; its name is always written beside it. */
export function tone(phaseName: string): string {
  switch (phaseName) {
    case "Working":
    case "InProgress":
    case "Active":
    case "Processing":
      return "tone-busy";
    case "Idle":
    case "Ready":
    case "Synced":
      return "tone-calm";
    case "Completed":
      return "tone-done";
    case "Failed":
    case "Error":
    case "Degraded":
      return "tone-bad";
    case "Terminated":
      return "tone-gone";
    default:
      return "tone-wait";
  }
}

/** Arrow keys go from cell to cell. */
function moveFocus(event: KeyboardEvent, columns: number): void {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  };
  const step = steps[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button.cell")];
  const next = all[all.findIndex((button) => button === document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
