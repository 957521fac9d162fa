/** How the page begins: at what its address says. */
import { compareSince } from "./diff/compare.ts";
import { watch } from "./live/live.ts";
import { actor, at, since } from "./live/route.ts";
import { enterPast } from "./past/past.ts";

export async function start(): Promise<void> {
  watch(actor.value);
  const [sequence, time] = [Number(at.value), Number(since.value)];
  if (at.value !== null && Number.isInteger(sequence)) await enterPast(sequence);
  if (since.value !== null && Number.isFinite(time)) await compareSince(time);
}
