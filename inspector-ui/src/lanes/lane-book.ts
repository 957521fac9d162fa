/** Lanes: what each polecat and each convoy went through, as bars and marks over time. Pure, and it forgets the oldest. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { NEEDS_YOU, standingOf, wordOf } from "../town/standing.ts";

export interface Bar {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  readonly standing: string;
  readonly word: string;
  /** The bead that is at stake, or how far a convoy is. */
  readonly label: string;
  /** Of a convoy's beads, from 0 to 1; null for a polecat. */
  readonly part: number | null;
}

export type Sign = "slung" | "closed" | "refused" | "stuck" | "restarted" | "ended";

export interface Mark {
  readonly at: number;
  readonly sign: Sign;
  readonly text: string;
}

export interface Lane {
  readonly cell: Cell;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
}

/** Of one lane: a page that stays open for weeks must not grow. */
const MOST = 300;

export class LaneBook {
  readonly lanes = new Map<string, Lane>();

  /** How an actor stands from then on. */
  note(at: number, cell: Cell): void {
    if (cell.ref.kind !== "polecat" && cell.ref.kind !== "convoy") return;
    const lane = this.lanes.get(cell.id);
    const last = lane?.bars.at(-1);
    const bar = barOf(at, cell);
    const isSame = last !== undefined && last.to === null && isAlike(last, bar);
    const earlier = lane?.bars ?? [];
    const bars = isSame ? earlier : [...closed(earlier, at), bar];
    const mark = lane === undefined ? null : markOf(at, lane.cell, cell);
    const marks = lane?.marks ?? [];
    this.lanes.set(cell.id, { cell, bars: bars.slice(-MOST), marks: added(marks, mark) });
  }

  restarted(at: number, id: string): void {
    const lane = this.lanes.get(id);
    if (lane === undefined) return;
    const mark: Mark = { at, sign: "restarted", text: "the operator was started again" };
    this.lanes.set(id, { ...lane, marks: [...lane.marks, mark].slice(-MOST) });
  }

  /** Its resource is gone. */
  end(at: number, id: string): void {
    const lane = this.lanes.get(id);
    if (lane !== undefined) this.lanes.set(id, { ...lane, bars: closed(lane.bars, at) });
  }
}

/** What is refused again for the same reason is told once. */
function added(marks: readonly Mark[], mark: Mark | null): readonly Mark[] {
  const last = marks.at(-1);
  if (mark === null || (mark.sign === "refused" && last?.text === mark.text)) return marks;
  return [...marks, mark].slice(-MOST);
}

function closed(bars: readonly Bar[], at: number): readonly Bar[] {
  const last = bars.at(-1);
  return last === undefined || last.to !== null ? bars : [...bars.slice(0, -1), { ...last, to: at }];
}

function barOf(at: number, cell: Cell): Bar {
  const { ref, progress } = cell;
  const [done = 0, all = 0] = (progress ?? "").split("/").map(Number);
  const isConvoy = ref.kind === "convoy";
  return {
    from: at,
    to: null,
    standing: standingOf(cell),
    word: wordOf(cell),
    label: isConvoy ? (progress ?? "") : labelOf(cell),
    part: isConvoy ? (all > 0 ? done / all : 0) : null,
  };
}

/** A bead is named where it is at stake; who rests has none. */
function labelOf(cell: Cell): string {
  const { bead, phase, mood } = cell;
  if (mood !== "well") return [wordOf(cell), bead].filter(Boolean).join(" ");
  return phase === "Working" || phase === "Pending" ? (bead ?? "") : "";
}

function isAlike(a: Bar, b: Bar): boolean {
  return a.standing === b.standing && a.word === b.word && a.label === b.label;
}

function markOf(at: number, before: Cell, after: Cell): Mark | null {
  const mark = (sign: Sign, text: string): Mark => ({ at, sign, text });
  const told = after.trouble?.message ?? "";
  if (after.mood === "stuck" && before.mood !== "stuck") return mark("stuck", `stuck: ${told}`);
  if (after.reason !== before.reason && /Refused$/.test(after.reason))
    return mark("refused", `refused: ${told}`);
  if (isKept(after) && !isKept(before)) return mark("refused", `its end is refused: ${told}`);
  if (after.phase === before.phase) return null;
  switch (after.phase) {
    case "Working":
      return mark("slung", `${after.bead ?? "a bead"} is in work`);
    case "Idle":
      return after.reason === "BeadClosed" ? mark("closed", `${after.bead ?? "its bead"} is closed`) : null;
    case "Completed":
      return mark("closed", "all beads are closed");
    case "Terminated":
      return mark("ended", "its polecat is gone");
    case "Failed":
      return mark("refused", `failed: ${told}`);
    default:
      return null;
  }
}

function isKept(cell: Cell): boolean {
  return cell.isEnding && standingOf(cell) === NEEDS_YOU;
}
