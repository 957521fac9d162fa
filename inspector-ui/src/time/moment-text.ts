/** What happened at a moment, in a word. */
import { eventLabel } from "../chart/chart.ts";
import type { Moment } from "../history/moments.ts";

export function momentText(moment: Moment | undefined): string {
  if (moment === undefined) return "";
  return moment.record.type === "event" ? eventLabel(moment.record.event.type) : moment.record.type;
}
