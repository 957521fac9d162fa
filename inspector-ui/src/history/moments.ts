/** Moments: what each record of a journal led to, recomputed by the host's own replay. */
import { cellOf, type Cell } from "../../../src/inspector/cell.ts";
import { detailOf, type Detail } from "../../../src/inspector/detail.ts";
import { ACTOR_KINDS } from "../../../src/kinds/registry.ts";
import { actorName } from "../../../src/host/actor-ref.ts";
import type { ActorView } from "../../../src/host/actor-view.ts";
import type { JournalRecord } from "../../../src/host/journal/journal.ts";
import {
  Replayer,
  ReplayError,
  type JournalSlice,
  type ReplayedRecord,
} from "../../../src/host/replay/replay.ts";
import { statePath } from "../../../src/host/state-path.ts";
import type { Step } from "../../../src/host/execution.ts";

export interface Moment {
  /** Position in its history. */
  readonly index: number;
  readonly actor: string;
  readonly record: JournalRecord;
  /** Null for a stop, and for an event that the machine failed on. */
  readonly step: Step | null;
  /** What the same actor was before; null at its beginning. */
  readonly before: Moment | null;
}

export class History {
  readonly moments: Moment[] = [];
  /** Indexes of each actor's moments, oldest first. */
  readonly byActor = new Map<string, number[]>();
  /** Records whose actor's beginning is not in this journal, or that this page's machines cannot replay. */
  skipped = 0;
  lastSequence = 0;
  /** Actors of whom such records are in it: from their beginning, or their next snapshot, they are shown. */
  readonly #unknown = new Set<string>();
  readonly #replayer: Replayer;
  readonly #cells = new Map<number, Cell | null>();

  constructor(slice: JournalSlice) {
    this.#replayer = new Replayer(ACTOR_KINDS, slice);
  }

  append(records: Iterable<JournalRecord>): void {
    for (const record of records) {
      if (record.sequence <= this.lastSequence) continue;
      this.lastSequence = record.sequence;
      const replayed = this.#replay(record);
      if (replayed === null) this.#skip(record);
      else this.#take(replayed);
    }
  }

  /** How many actors have records here that could not be replayed, and are not shown at `index`. */
  missingAt(index: number): number {
    return [...this.#unknown].filter((actor) => this.at(actor, index) === null).length;
  }

  /** The newest moment of an actor at or before `index`. */
  at(actor: string, index: number): Moment | null {
    const indexes = this.byActor.get(actor) ?? [];
    let low = 0;
    let high = indexes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((indexes[middle] ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    const found = indexes[low - 1];
    return found === undefined ? null : (this.moments[found] ?? null);
  }

  /** All actors as they were at `index`. */
  cellsAt(index: number): ReadonlyMap<string, Cell> {
    const cells = new Map<string, Cell>();
    for (const actor of this.byActor.keys()) {
      const moment = this.at(actor, index);
      const cell = moment === null ? null : this.cellAt(moment);
      if (cell !== null) cells.set(actor, cell);
    }
    return cells;
  }

  /** The last index at or before a time; -1 before the first. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.moments[middle]?.record.at ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  indexOfSequence(sequence: number): number {
    return this.moments.findLastIndex(({ record }) => record.sequence <= sequence);
  }

  /** How its actor stood after a moment; null once it was stopped. */
  cellAt(moment: Moment): Cell | null {
    const known = this.#cells.get(moment.index);
    if (known !== undefined) return known;
    const view = viewOf(moment);
    const cell = view === null ? null : cellOf(view);
    this.#cells.set(moment.index, cell);
    return cell;
  }

  #replay(record: JournalRecord): ReplayedRecord | null {
    try {
      const replayed = this.#replayer.take(record);
      return isAsRecorded(replayed) ? replayed : null;
    } catch (error) {
      if (error instanceof ReplayError) return null;
      throw error;
    }
  }

  #skip(record: JournalRecord): void {
    this.skipped += 1;
    this.#unknown.add(actorName(record.actor));
  }

  #take({ record, step }: ReplayedRecord): void {
    const actor = actorName(record.actor);
    const indexes = this.byActor.get(actor) ?? [];
    this.byActor.set(actor, indexes);
    const last = indexes.at(-1);
    const earlier = last === undefined ? null : (this.moments[last] ?? null);
    const index = this.moments.length;
    const before = earlier?.record.type === "stop" ? null : earlier;
    indexes.push(index);
    this.moments.push({ index, actor, record, step, before });
  }
}

/** Another state than the recorded one was never there: records before it were lost, or other machines wrote it. */
function isAsRecorded({ record, step }: ReplayedRecord): boolean {
  if (step === null || !("decision" in record) || record.decision === null) return true;
  return record.decision.state === statePath(step.state.snapshot.value);
}

/** The state after a moment: where the machine failed on the event, the one from before. Null once stopped. */
export function viewOf({ record, step, before }: Moment): ActorView | null {
  if (record.type === "stop") return null;
  const kind = ACTOR_KINDS.get(record.machine);
  if (kind === undefined) return null;
  if (step === null) return before === null ? null : viewOf(before);
  const { incarnation: _incarnation, ...ref } = record.actor;
  return { ref, kind, state: step.state };
}

export function detailAt(moment: Moment | null): Detail | null {
  const view = moment === null ? null : viewOf(moment);
  return view === null ? null : detailOf(view);
}
