/** Groups: the stretches of a journal that the page reads at a time, each of whole parts. Pure. */
import type { JournalIndex } from "../../../src/host/journal/journal.ts";

export interface Group {
  /** Number of its first record, and of the first one behind it. */
  readonly first: number;
  readonly end: number;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

/** Records of a group where its parts are no larger: as many as the page replays in a second or two. */
const MOST_RECORDS = 20_000;

/** Oldest first; gathered from the newest on, so that what is looked at first is as long as it may be. */
export function groupsOf({ parts, last }: JournalIndex): readonly Group[] {
  if (last === null) return [];
  const groups: Group[] = [];
  let end = last.sequence + 1;
  let to = last.at + 1;
  let bytes = 0;
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const part = parts[at];
    if (part === undefined) break;
    bytes += part.bytes;
    const earlier = parts[at - 1];
    if (earlier !== undefined && end - earlier.first <= MOST_RECORDS) continue;
    // A journal that is a file alone does not know the number of its first record.
    const from = part.at ?? to;
    groups.unshift({ first: Math.max(1, part.first), end, from, to, bytes });
    end = part.first;
    to = from;
    bytes = 0;
  }
  return groups;
}

export function groupOfRecord(groups: readonly Group[], sequence: number): Group | null {
  return groups.findLast(({ first }) => first <= sequence) ?? groups[0] ?? null;
}

export function groupAt(groups: readonly Group[], time: number): Group | null {
  return groups.findLast(({ from }) => from <= time) ?? groups[0] ?? null;
}
