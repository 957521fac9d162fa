/** The town: in short, who needs a person, then rigs as groups. Of their cells only the rows in sight are in the document. */
import { useComputed, useSignal, type Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { cells, missing } from "../live/store.ts";
import { actor, phase, rig, search } from "../live/route.ts";
import {
  arrange,
  columnsFor,
  countBy,
  GROUP_HEIGHT,
  ROW_HEIGHT,
  rowsOf,
  visibleRows,
  type Group,
} from "./arrangement.ts";
import { CellButton } from "./cell-button.tsx";
import { NeedsList } from "./needs-list.tsx";
import { Missing, Nothing } from "./nothing.tsx";
import { standingOf, tone } from "./standing.ts";
import { SummaryView } from "./summary-view.tsx";

interface Size {
  readonly width: number;
  readonly height: number;
  /** How far it is scrolled beyond what stands above the cells. */
  readonly top: number;
}

/** Follows the size and the scrolling of an element, as its sheet sees them. */
function useSize(
  frame: { readonly current: HTMLElement | null },
  sheet: { readonly current: HTMLElement | null },
): Signal<Size> {
  const size = useSignal<Size>({ width: 800, height: 600, top: 0 });
  useLayoutEffect(() => {
    const view = frame.current;
    if (view === null) return undefined;
    const measure = (): void => {
      const width = sheet.current?.clientWidth ?? view.clientWidth;
      const top = view.scrollTop - (sheet.current?.offsetTop ?? 0);
      const { value } = size;
      if (value.width === width && value.top === top && value.height === view.clientHeight) return;
      size.value = { width, height: view.clientHeight, top };
    };
    const observer = new ResizeObserver(measure);
    // What stands above the cells grows and shrinks with the town.
    for (const part of [view, ...view.children]) observer.observe(part);
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
  const sheet = useRef<HTMLDivElement>(null);
  const size = useSize(frame, sheet);
  const groups = useComputed(() =>
    arrange(cells.value.values(), { text: search.value ?? "", phase: phase.value, rig: rig.value }),
  );
  const columns = useComputed(() => columnsFor(size.value.width, groups.value));
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
      <div class="above">
        <SummaryView />
        <NeedsList />
        {missing.value === 0 ? null : <Missing count={missing.value} />}
        {groups.value.length === 0 ? <Nothing /> : null}
      </div>
      <div class="sheet" ref={sheet} style={{ height: `${height}px` }}>
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

function GroupHead({ group, top }: { readonly group: Group; readonly top: number }): JSX.Element {
  const counts = [...countBy(group.cells, standingOf)].sort();
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
