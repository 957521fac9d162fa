/** The town: in short, who needs a person, then rigs as groups. Of their cells only the rows in sight are in the document. */
import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { JSX } from "preact";
import type { Cell } from "../../../src/inspector/cell.ts";
import { isGroup } from "../kinds/kind-in-page.ts";
import { LanesView } from "../lanes/lanes-view.tsx";
import { cells, missing } from "../live/shown.ts";
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
import { useSize } from "../page/use-size.ts";
import { CellButton } from "./cell-button.tsx";
import { NeedsList } from "./needs-list.tsx";
import { Missing, Nothing } from "./nothing.tsx";
import { categoryOf, tone } from "./category.ts";
import { SummaryView } from "./summary-view.tsx";

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
        <LanesView />
        {missing.value === 0 ? null : <Missing count={missing.value} />}
        {groups.value.length === 0 ? <Nothing /> : null}
      </div>
      <div class="sheet" ref={sheet} style={{ height: `${height}px` }}>
        {visibleRows(rows, top, top + shown).map((row) =>
          row.type === "group" ? (
            <GroupHead key={`group ${row.group.rig}`} group={row.group} top={row.top} />
          ) : (
            <CellRow key={row.cells[0]?.id} cells={row.cells} top={row.top} columns={columns.value} />
          ),
        )}
      </div>
    </div>
  );
}

interface CellRowProps {
  readonly cells: readonly Cell[];
  readonly top: number;
  readonly columns: number;
}

function CellRow({ cells: members, top, columns }: CellRowProps): JSX.Element {
  return (
    <div
      class="row"
      style={{
        top: `${top}px`,
        height: `${ROW_HEIGHT}px`,
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
      }}
    >
      {members.map((cell) => (
        <CellButton key={cell.id} cell={cell} isChosen={cell.id === actor.value} />
      ))}
    </div>
  );
}

function GroupHead({ group, top }: { readonly group: Group; readonly top: number }): JSX.Element {
  const counts = [...countBy(group.cells, categoryOf)].sort();
  const capacity = group.cells.find(isGroup)?.progress ?? null;
  return (
    <h2 class="group-head" style={{ top: `${top}px`, height: `${GROUP_HEIGHT}px` }}>
      <span class="rig-name">{group.rig}</span>
      {capacity === null ? null : <span class="capacity">{capacity}</span>}
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
  const focused = all.findIndex((button) => button === document.activeElement);
  const next = focused < 0 ? undefined : all[focused + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
