/** Steps through the past, by events or by time. */
import type { History } from "../history/moments.ts";
import { cursor, moveTo } from "../live/store.ts";

const PLAY_MS = 50;

/** The next moment to either side. @param scope the actor whose moments count; null for all. */
export function neighbour(history: History, index: number, by: 1 | -1, scope: string | null): number {
  for (let at = index + by; at >= 0 && at < history.moments.length; at += by) {
    if (scope === null || history.moments[at]?.actor === scope) return at;
  }
  return index;
}

/** Moves through the past at a multiple of its own pace. @returns how to stop. */
export function play(history: History, speed: { readonly value: number }, onEnd: () => void): () => void {
  let time = history.moments[cursor.peek() ?? 0]?.record.at ?? 0;
  const timer = setInterval(() => {
    time += PLAY_MS * speed.value;
    const index = history.indexAt(time);
    if (index !== cursor.peek()) moveTo(index);
    if (index >= history.moments.length - 1) onEnd();
  }, PLAY_MS);
  return () => clearInterval(timer);
}
