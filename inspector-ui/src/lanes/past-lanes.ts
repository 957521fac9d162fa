/** The lanes of the past: of all groups of the journal that were read, as one. */
import { signal } from "@preact/signals";
import type { Group } from "../history/groups.ts";
import { LaneBook } from "./lane-book.ts";
import { mergedLanes } from "./merge.ts";

interface Known {
  readonly group: Group;
  readonly book: LaneBook;
}

/** Bars and marks of all groups together: more than a journal of 256 MiB has. */
const MOST_DRAWN = 600_000;

let known: readonly Known[] = [];

/** Lanes of the past, and which groups they are of. */
export const pastLanes = signal<{ readonly book: LaneBook; readonly groups: readonly Group[] }>({
  book: new LaneBook(),
  groups: [],
});

export function knowLanes(group: Group, book: LaneBook): void {
  // The newest group grows while the operator goes on: what it was before is a part of what it is now.
  const others = known.filter(({ group: { first, end } }) => end <= group.first || first >= group.end);
  known = bounded([...others, { group, book }], group, MOST_DRAWN);
  pastLanes.value = { book: mergedLanes(known), groups: known.map(({ group: one }) => one) };
}

export function forgetLanes(): void {
  known = [];
  pastLanes.value = { book: new LaneBook(), groups: [] };
}

/** In the order of time; what lies farthest from what was read last is forgotten first, and can be read again. */
export function bounded(all: readonly Known[], newest: Group, most: number): readonly Known[] {
  let left = most;
  const kept = all
    .toSorted((a, b) => distance(a.group, newest) - distance(b.group, newest))
    .filter(({ book }, at) => (left -= drawnIn(book)) >= 0 || at === 0);
  return kept.sort((a, b) => a.group.first - b.group.first);
}

function distance(one: Group, other: Group): number {
  return Math.abs(one.first - other.first);
}

function drawnIn({ lanes }: LaneBook): number {
  return [...lanes.values()].reduce((sum, { bars, marks }) => sum + bars.length + marks.length, 0);
}
