/** Lanes of several stretches of time as one. Pure. */
import type { Group } from "../history/groups.ts";
import { isAlike, LaneBook, type Bar, type Lane } from "./lane-book.ts";

interface Stretch {
  readonly group: Pick<Group, "first" | "end" | "to">;
  readonly book: LaneBook;
}

/** @param stretches oldest first; what lies between two of them is not known, and drawn as nothing. */
export function mergedLanes(stretches: readonly Stretch[]): LaneBook {
  const [only, ...others] = stretches;
  if (only === undefined) return new LaneBook();
  if (others.length === 0) return only.book;
  const merged = new LaneBook();
  let before: Stretch | null = null;
  for (const stretch of stretches) {
    if (before !== null && before.group.end !== stretch.group.first) closeAll(merged, before.group.to);
    for (const [id, lane] of stretch.book.lanes) merged.lanes.set(id, joined(merged.lanes.get(id), lane));
    merged.firstAt ??= stretch.book.firstAt;
    before = stretch;
  }
  return merged;
}

function closeAll({ lanes }: LaneBook, at: number): void {
  for (const [id, lane] of lanes) {
    const last = lane.bars.at(-1);
    if (last?.to !== null) continue;
    lanes.set(id, { ...lane, bars: [...lane.bars.slice(0, -1), { ...last, to: at }] });
  }
}

function joined(earlier: Lane | undefined, later: Lane): Lane {
  if (earlier === undefined) return later;
  return {
    cell: later.cell,
    bars: joinedBars(earlier.bars, later.bars),
    marks: [...earlier.marks, ...later.marks],
  };
}

/** A bar that lasted goes on in the next stretch where it is the same there, and ends there where it is not. */
function joinedBars(earlier: readonly Bar[], later: readonly Bar[]): readonly Bar[] {
  const [last, first] = [earlier.at(-1), later[0]];
  if (last === undefined || first === undefined || last.to !== null) return [...earlier, ...later];
  const rest = earlier.slice(0, -1);
  return isAlike(last, first)
    ? [...rest, { ...last, to: first.to }, ...later.slice(1)]
    : [...rest, { ...last, to: first.from }, ...later];
}
