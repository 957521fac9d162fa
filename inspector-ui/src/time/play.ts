/** Play: through the past at a multiple of its own pace, from group to group of the journal. */
import { cursor, goToTime, group, groups, past } from "../past/past.ts";

const PLAY_MS = 50;

/** @returns how to stop. */
export function play(speed: { readonly value: number }, onEnd: () => void): () => void {
  let time = past.value?.moments[cursor.peek() ?? 0]?.record.at ?? 0;
  const timer = setInterval(() => {
    time += PLAY_MS * speed.value;
    const shown = group.peek();
    if (shown !== null && time >= shown.to && groups.peek().at(-1)?.first === shown.first) onEnd();
    void goToTime(time);
  }, PLAY_MS);
  return () => clearInterval(timer);
}
