/** What was before the page was opened, for the live lanes. */
import type { Cell } from "../../../src/inspector/cell.ts";
import type { TownChange } from "../../../src/inspector/frames.ts";
import { groupsOf } from "../history/groups.ts";
import { operatorSource } from "../history/operator-source.ts";
import { readGroup } from "../history/read-group.ts";
import { bookOf, putBefore } from "../lanes/lane-log.ts";
import { report } from "./read.ts";

/** How all stand at the moment of asking. */
type Stands = () => Pick<TownChange, "cells" | "gone" | "now">;

/** A journal of so many records is read at once; a longer one when it is asked for. */
const SHORT_JOURNAL = 5_000;
let isOffered = false;

/** Each actor has a record of its beginning, and one for each event that it has taken. */
export function offerBefore(known: ReadonlyMap<string, Cell>, stands: Stands): void {
  if (isOffered) return;
  isOffered = true;
  const records = [...known.values()].reduce((sum, { sequence }) => sum + sequence + 1, 0);
  if (records <= SHORT_JOURNAL) void readBefore(stands);
}

/** Puts the newest group of the journal before the live lanes. */
export async function readBefore(stands: Stands): Promise<void> {
  try {
    const newest = groupsOf(await operatorSource.index()).at(-1);
    if (newest === undefined) return;
    putBefore(bookOf(await readGroup(operatorSource, newest)), stands());
  } catch (error) {
    report(error);
  }
}
