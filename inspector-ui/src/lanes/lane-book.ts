/** Lanes: what each rig, polecat and convoy went through, as bars and marks over time. Pure, and it forgets the oldest. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { hasBeads, kindInPage } from "../kinds/kind-in-page.ts";
import { markOf, SIGN_EDITED, type Mark } from "./marks.ts";
import { categoryOf, wordOf } from "../town/category.ts";

export interface Bar {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  readonly category: string;
  readonly word: string;
  /** The bead that is at stake, or how far a convoy is. */
  readonly label: string;
  /** Of a convoy's beads, from 0 to 1; null for the others. */
  readonly part: number | null;
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
  /** Epoch ms of the first thing that it knows; null before there is one. */
  firstAt: number | null = null;

  /** How an actor stands from then on. */
  note(at: number, cell: Cell): void {
    if (kindInPage(cell).lane === null) return;
    this.firstAt = Math.min(this.firstAt ?? at, at);
    const lane = this.lanes.get(cell.id);
    const last = lane?.bars.at(-1);
    const bar = barOf(at, cell);
    const isSame = last !== undefined && last.to === null && isAlike(last, bar);
    const earlier = lane?.bars ?? [];
    const bars = isSame ? earlier : [...closed(earlier, at), bar];
    const mark = lane === undefined ? null : markOf(at, lane.cell, cell);
    const marks = lane?.marks ?? [];
    this.lanes.set(cell.id, { cell, bars: bars.slice(-MOST), marks: added(marks, mark) });
    if (cell.edit !== null) this.edited(cell.edit.at, cell.id, cell.edit.text);
  }

  restarted(at: number, id: string): void {
    this.#mark(id, { at, sign: "restarted", text: "the operator was started again" });
  }

  /** A person changed its spec; told twice, it is marked once. */
  edited(at: number, id: string, text: string): void {
    const isKnown = this.lanes.get(id)?.marks.some((mark) => mark.sign === SIGN_EDITED && mark.at === at);
    if (isKnown === false) this.#mark(id, { at, sign: SIGN_EDITED, text: `spec edited, ${text}` });
  }

  /** Its resource is gone. */
  end(at: number, id: string): void {
    const lane = this.lanes.get(id);
    if (lane !== undefined) this.lanes.set(id, { ...lane, bars: closed(lane.bars, at) });
  }

  #mark(id: string, mark: Mark): void {
    const lane = this.lanes.get(id);
    if (lane === undefined) return;
    this.lanes.set(id, { ...lane, marks: [...lane.marks, mark].slice(-MOST) });
  }
}

/** What is refused again for the same reason is reported once. */
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
  const { progress } = cell;
  const [done = 0, all = 0] = (progress ?? "").split("/").map(Number);
  const isCounted = hasBeads(cell);
  return {
    from: at,
    to: null,
    category: categoryOf(cell),
    word: wordOf(cell),
    label: isCounted ? (progress ?? "") : labelOf(cell),
    part: isCounted ? (all > 0 ? done / all : 0) : null,
  };
}

/** A bead is named where it is at stake; who rests has none. */
function labelOf(cell: Cell): string {
  const { bead, phase, mood } = cell;
  if (mood !== "well") return [wordOf(cell), bead].filter(Boolean).join(" ");
  return phase === "Working" || phase === "Pending" ? (bead ?? "") : "";
}

export function isAlike(a: Bar, b: Bar): boolean {
  return a.category === b.category && a.word === b.word && a.label === b.label;
}
