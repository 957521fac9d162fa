/**
 * The town's event feed, `$GT_TOWN_ROOT/.events.jsonl`: something to wake up by, never the truth.
 * gt appends to it and prunes it by putting a new file in its place, so the path is watched, not the file.
 */
import { unwatchFile, watchFile, type StatsListener } from "node:fs";
import path from "node:path";

/** How often the file's size and inode are compared, ms: a wake is needed within a second. */
const LOOK_EVERY_MS = 400;

/**
 * Calls back when the feed has grown, was replaced or appeared.
 * @returns how to stop.
 */
export function watchFeed(townRoot: string, onChange: () => void): () => void {
  const file = path.join(townRoot, ".events.jsonl");
  const listener: StatsListener = (now, before) => {
    if (now.ino !== before.ino || now.size !== before.size || now.mtimeMs !== before.mtimeMs) onChange();
  };
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, listener);
  return () => unwatchFile(file, listener);
}
