/** The lanes that the page knows: of now, since it was opened or since its past was read; and of the past that is looked at. */
import { signal } from "@preact/signals";
import { editOf } from "../../../src/inspector/edit.ts";
import type { TownChange } from "../../../src/inspector/frames.ts";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { History, Moment } from "../history/moments.ts";
import { LaneBook } from "./lane-book.ts";

/** Changes with each change of its book. */
export interface KnownLanes {
  readonly book: LaneBook;
}

export const liveLanes = signal<KnownLanes>({ book: new LaneBook() });
/** True once what was before the page was opened stands in the live lanes. */
export const hasBefore = signal(false);

export function noteChange({ cells, gone, now }: Pick<TownChange, "cells" | "gone" | "now">): void {
  const { book } = liveLanes.peek();
  for (const cell of cells) book.note(now, cell);
  for (const id of gone) book.end(now, id);
  liveLanes.value = { book };
}

/** Puts the past before what is known live. @param change how all stand now. */
export function putBefore(book: LaneBook, change: Pick<TownChange, "cells" | "gone" | "now">): void {
  liveLanes.value = { book };
  noteChange(change);
  hasBefore.value = true;
}

const books = new WeakMap<History, { readonly book: LaneBook; count: number }>();

/** The lanes of a history, as far as it reaches. */
export function bookOf(history: History): LaneBook {
  const known = books.get(history) ?? { book: new LaneBook(), count: 0 };
  books.set(history, known);
  for (; known.count < history.moments.length; known.count += 1) {
    const moment = history.moments[known.count];
    if (moment !== undefined) noteMoment(known.book, moment, history.cellAt(moment));
  }
  return known.book;
}

function noteMoment(book: LaneBook, moment: Moment, cell: Cell | null): void {
  const { record, actor, before, step } = moment;
  if (record.type === "stop") book.end(record.at, actor);
  else if (cell !== null) book.note(record.at, cell);
  if (record.type === "restore") book.restarted(record.at, actor);
  if (record.type !== "event" || step === null) return;
  const edit = editOf(record.event, record.at, before?.step?.state ?? null, step.state);
  if (edit !== null) book.edited(edit.at, actor, edit.text);
}
