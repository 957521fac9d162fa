/** What happened at a moment, in a word. */
import type { JournalRecord } from "../../../src/host/journal/journal.ts";
import { eventLabel } from "../chart/chart.ts";
import type { Moment } from "../history/moments.ts";

/** The event's type, or what kind of record it is. */
export function eventOf(record: JournalRecord): string {
  return record.type === "event" ? record.event.type : record.type;
}

export function momentText(moment: Moment | undefined): string {
  return moment === undefined ? "" : eventLabel(eventOf(moment.record));
}
