/**
 * The town's databases, `$GT_TOWN_ROOT/.dolt-data/NAME/.dolt/noms/`: a hint to read the town, never the truth.
 *
 * `bd close` writes no event to the feed, so that the poll alone would see it, half a minute later. Each commit of Dolt
 * appends to its chunk journal before the call returns, and nothing there moves while a town is quiet. Some reads of gt
 * commit, too: a change that may be of one of this operator's own calls is therefore no hint, or else each read of the
 * town would ask for the next one. How much a call commits is an estimate, and no town is to be read over and over where it
 * is too low: of changes during such calls, one a minute at most is a hint. Where there are no such files (the databases are on another host), there are no hints.
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { mostAppended, type OwnCalls } from "./own-calls.ts";

export interface DatabaseWatchOptions {
  readonly townRoot: string;
  readonly ownCalls: Pick<OwnCalls, "takeCalls">;
  readonly onChange: () => void;
  /** Epoch ms. */
  readonly now: () => number;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
}

/** How often the files are compared, ms: a hint is needed within a second. */
const LOOK_EVERY_MS = 400;
/** Agents at work commit all the time: one hint in this many ms is enough. */
const BETWEEN_HINTS_MS = 2_000;
/** And one in this many ms of those that may be of the operator's own calls after all. */
const BETWEEN_DOUBTFUL_HINTS_MS = 60_000;

/** Dolt's chunk journal has this name in every database. */
const CHUNK_JOURNAL = "v".repeat(32);

/** @returns how to stop. */
export function watchDatabases(options: DatabaseWatchOptions): () => void {
  const { townRoot, ownCalls, onChange, now, setTimer } = options;
  let before: Journals | null = null;
  let recent: readonly (readonly string[])[] = [];
  let isDue = false;
  let lastHintAt = -Infinity;
  let lastDoubtAt = -Infinity;
  let isStopped = false;
  let cancel = (): void => undefined;

  const look = async (): Promise<void> => {
    const journals = await readJournals(path.join(townRoot, ".dolt-data"));
    const calls = ownCalls.takeCalls();
    if (isStopped) return;
    // A call of the period before may have committed after its files were read, and ended before it was over.
    const possible = [...new Set([...recent, ...calls])];
    recent = calls;
    const author = before === null ? "own" : authorOf(before, journals, possible);
    const isDoubtDue = now() - lastDoubtAt >= BETWEEN_DOUBTFUL_HINTS_MS;
    if (author === "doubtful" && isDoubtDue) lastDoubtAt = now();
    if (author === "others" || (author === "doubtful" && isDoubtDue)) isDue = true;
    before = journals;
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

/** Chunk journals by the name of their database. */
type Journals = ReadonlyMap<string, { readonly size: number; readonly mtimeMs: number }>;

async function readJournals(folder: string): Promise<Journals> {
  const databases = await readdir(folder).catch(() => []);
  const read = async (database: string) => {
    const file = path.join(folder, database, ".dolt", "noms", CHUNK_JOURNAL);
    const found = await stat(file).catch(() => null);
    return found === null ? [] : [[database, { size: found.size, mtimeMs: found.mtimeMs }] as const];
  };
  return new Map((await Promise.all(databases.map(read))).flat());
}

/** Who has committed, or made, compacted or removed a database; `own` also where nobody has. */
type Author = "own" | "doubtful" | "others";

function authorOf(before: Journals, after: Journals, calls: readonly (readonly string[])[]): Author {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const [first = ""] = names;
  const authors = new Set(
    names.map((name): Author => {
      const [was, is] = [before.get(name), after.get(name)];
      if (was?.size === is?.size && was?.mtimeMs === is?.mtimeMs) return "own";
      const most = calls.reduce((sum, argv) => sum + mostAppended(argv, name, first), 0);
      if (most === 0) return "others";
      const isMore = was !== undefined && is !== undefined && is.size - was.size > most;
      return isMore ? "doubtful" : "own";
    }),
  );
  return authors.has("others") ? "others" : authors.has("doubtful") ? "doubtful" : "own";
}
