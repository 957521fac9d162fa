/**
 * The town's databases, `$GT_TOWN_ROOT/.dolt-data/NAME/.dolt/noms/`: a hint to read the town, never the truth.
 *
 * `bd close` writes no event to the feed, so that the poll alone would see it, half a minute later. Each commit of Dolt
 * appends to its chunk journal before the call returns, and nothing there moves while a town is quiet. Some reads of gt
 * commit, too: a change during one of this operator's own calls is therefore no hint, or else each read of the town
 * would ask for the next one. Where there are no such files (the databases are on another host), there are no hints.
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { OwnCalls } from "./own-calls.ts";

export interface DatabaseWatchOptions {
  readonly townRoot: string;
  readonly ownCalls: Pick<OwnCalls, "ranSinceLastAsked">;
  readonly onChange: () => void;
  /** Epoch ms. */
  readonly now: () => number;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
}

/** How often the files are compared, ms: a hint is needed within a second. */
const LOOK_EVERY_MS = 400;
/** Agents at work commit all the time: one hint in this many ms is enough. */
const BETWEEN_HINTS_MS = 2_000;

/** Dolt's chunk journal has this name in every database. */
const CHUNK_JOURNAL = "v".repeat(32);

/** @returns how to stop. */
export function watchDatabases(options: DatabaseWatchOptions): () => void {
  const { townRoot, ownCalls, onChange, now, setTimer } = options;
  let before: string | null = null;
  let isDue = false;
  let lastHintAt = -Infinity;
  let isStopped = false;
  let cancel = (): void => undefined;

  const look = async (): Promise<void> => {
    const files = await describeJournals(path.join(townRoot, ".dolt-data"));
    const isOwn = ownCalls.ranSinceLastAsked();
    if (isStopped) return;
    if (before !== null && files !== before && !isOwn) isDue = true;
    before = files;
    if (isDue && now() - lastHintAt >= BETWEEN_HINTS_MS) {
      isDue = false;
      lastHintAt = now();
      onChange();
    }
    schedule();
  };
  const schedule = (): void => {
    cancel = setTimer(LOOK_EVERY_MS, () => void look());
  };
  schedule();
  return () => {
    isStopped = true;
    cancel();
  };
}

/** Name, length and time of each database's chunk journal, as one text to compare. */
async function describeJournals(folder: string): Promise<string> {
  const databases = await readdir(folder).catch(() => []);
  const lines = databases.map(async (database) => {
    const file = path.join(folder, database, ".dolt", "noms", CHUNK_JOURNAL);
    const found = await stat(file).catch(() => null);
    return found === null ? "" : `${database} ${found.size} ${found.mtimeMs}`;
  });
  return (await Promise.all(lines)).sort().join("\n");
}
