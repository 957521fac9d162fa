/** The lanes of the past: of all groups of the journal that were read, as one. */
import { signal } from "@preact/signals";
import type { Group } from "../history/groups.ts";
import { LaneBook } from "./lane-book.ts";
import { mergedLanes } from "./merge.ts";

interface Known {
  readonly group: Group;
  readonly book: LaneBook;
}

let known: readonly Known[] = [];

/** Lanes of the past, and which groups they are of. */
export const pastLanes = signal<{ readonly book: LaneBook; readonly groups: readonly Group[] }>({
  book: new LaneBook(),
  groups: [],
});

export function knowLanes(group: Group, book: LaneBook): void {
  // The newest group grows while the operator goes on: what it was before is a part of what it is now.
  const others = known.filter(({ group: { first, end } }) => end <= group.first || first >= group.end);
  known = [...others, { group, book }].sort((a, b) => a.group.first - b.group.first);
  pastLanes.value = { book: mergedLanes(known), groups: known.map(({ group: one }) => one) };
}

export function forgetLanes(): void {
  known = [];
  pastLanes.value = { book: new LaneBook(), groups: [] };
}
