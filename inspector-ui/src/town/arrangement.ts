/** Arrangement: which cells are shown, in which groups and rows. Pure. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { kindInPage } from "../kinds/kind-in-page.ts";
import { categoryOf } from "./category.ts";

export interface Filter {
  readonly text: string;
  /** A phase, a mood, or whoever needs a person. */
  readonly phase: string | null;
  readonly rig: string | null;
}

export interface Group {
  readonly rig: string;
  /** Cells of the rig itself, its convoys and its polecats, in an order that no change of state changes. */
  readonly cells: readonly Cell[];
}

export type Row =
  | { readonly type: "group"; readonly group: Group; readonly top: number }
  | { readonly type: "cells"; readonly cells: readonly Cell[]; readonly top: number };

export const GROUP_HEIGHT = 40;
export const ROW_HEIGHT = 72;
/** As narrow as a name stays readable in, and as wide as a sentence needs. */
const NARROW = 210;
const WIDE = 420;

/** Convoys of no rig stand together at the end. */
export const NO_RIG = "town";

export function matches({ text, phase, rig }: Filter, cell: Cell): boolean {
  if (rig !== null && rigOf(cell) !== rig) return false;
  if (phase !== null && categoryOf(cell) !== phase && cell.mood !== phase) return false;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const said = `${cell.id} ${cell.rig} ${cell.phase} ${cell.state} ${cell.reason} ${cell.marks.join(" ")} ${cell.bead ?? ""} ${cell.polecat ?? ""} ${cell.gtRig ?? ""}`;
  return words.every((word) => said.toLowerCase().includes(word));
}

export function rigOf({ rig }: Cell): string {
  return rig === "" ? NO_RIG : rig;
}

export function arrange(cells: Iterable<Cell>, filter: Filter): readonly Group[] {
  const shown = [...cells].filter((cell) => matches(filter, cell));
  return [...Map.groupBy(shown, rigOf)]
    .map(([rig, members]) => ({ rig, cells: members.sort(byName) }))
    .sort((a, b) => Number(a.rig === NO_RIG) - Number(b.rig === NO_RIG) || compareNames(a.rig, b.rig));
}

function byName(a: Cell, b: Cell): number {
  return (
    kindInPage(a).place - kindInPage(b).place ||
    compareNames(a.ref.name, b.ref.name) ||
    compareNames(a.id, b.id)
  );
}

const { compare: compareNames } = new Intl.Collator("en", { numeric: true });

/** A small town fills the width, a large one shows as many as can be read. */
export function columnsFor(width: number, groups: readonly Group[]): number {
  const largest = Math.max(1, ...groups.map(({ cells }) => cells.length));
  const most = Math.max(1, Math.floor(width / NARROW));
  return Math.min(most, Math.max(largest, Math.ceil(width / WIDE)));
}

export function rowsOf(
  groups: readonly Group[],
  columns: number,
): { readonly rows: readonly Row[]; readonly height: number } {
  const rows: Row[] = [];
  let top = 0;
  for (const group of groups) {
    rows.push({ type: "group", group, top });
    top += GROUP_HEIGHT;
    for (let start = 0; start < group.cells.length; start += columns) {
      rows.push({ type: "cells", cells: group.cells.slice(start, start + columns), top });
      top += ROW_HEIGHT;
    }
    top += 8;
  }
  return { rows, height: top };
}

/** The rows between two heights, and a few beyond. */
export function visibleRows(rows: readonly Row[], from: number, to: number): readonly Row[] {
  const beyond = 3 * ROW_HEIGHT;
  return rows.filter(({ top }) => top > from - beyond && top < to + beyond);
}

export function countBy(cells: Iterable<Cell>, key: (cell: Cell) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(key(cell), (counts.get(key(cell)) ?? 0) + 1);
  return counts;
}
