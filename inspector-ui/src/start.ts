/** How the page begins: at what its address says. */
import { compareSince } from "./diff/compare.ts";
import { watch } from "./live/live.ts";
import { actor, at, file, since } from "./live/route.ts";
import { enterPast } from "./past/past.ts";

export async function start(): Promise<void> {
  watch(actor.value);
  const [sequence, time] = [Number(at.value), Number(since.value)];
  // A record of somebody's file is none of this operator's journal: the page asks for the file.
  if (file.value !== null) return;
  if (at.value !== null && Number.isInteger(sequence)) await enterPast(sequence);
  if (since.value !== null && Number.isFinite(time)) await compareSince(time);
}
