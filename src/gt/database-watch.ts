/**
 * The town's databases, `$GT_TOWN_ROOT/.dolt-data/NAME/.dolt/noms/`: a hint to read the town, never the truth.
 *
 * `bd close` writes no event to the feed, so that the poll alone would see it, half a minute later. Each commit of Dolt
 * appends to its chunk journal before the call returns, and nothing there moves while a town is quiet. Some reads of gt
 * commit, too: a change that may be of one of this operator's own calls is therefore no hint, or else each read of the
 * town would ask for the next one. A commit of somebody else may lie behind it all the same: where more was appended than
 * such reads append, and once for all that was appended during a write, that is suspected, which is worth a glance.
 * Where there are no such files (the databases are on another host), there are no hints.
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { hasElapsed, type SetTimer } from "@gastown/system";
import { isWrite, mostAppended, type OwnCalls } from "./own-calls.ts";

/**
 * `hinted`: somebody else has changed the town. `suspected`: perhaps somebody else has, beside this operator's own calls;
 * it must lead to no call that commits, or suspicions would follow each other for ever.
 */
export type Hint = "hinted" | "suspected";

export interface DatabaseWatchOptions {
  readonly townRoot: string;
  readonly ownCalls: Pick<OwnCalls, "takeCalls">;
  readonly onChange: (hint: Hint) => void;
  /** Epoch ms. */
  readonly now: () => number;
  readonly setTimer: SetTimer;
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
  const judge = createJudge();
  let carried: Calls = [];
  let due: Hint | null = null;
  let lastHintAt = -Infinity;
  let isStopped = false;
  let cancel = (): void => undefined;

  const look = async (): Promise<void> => {
    // A call that is over before the files are read may have committed to them; one that began meanwhile may have, too,
    // or else to be seen the next time.
    const before = ownCalls.takeCalls();
    const journals = await readJournals(path.join(townRoot, ".dolt-data"));
    const meanwhile = ownCalls.takeCalls();
    if (isStopped) return;
    const hint = judge(journals, [...new Set([...carried, ...before, ...meanwhile])]);
    carried = meanwhile;
    if (due !== "hinted") due = hint ?? due;
    if (due !== null && hasElapsed(BETWEEN_HINTS_MS, lastHintAt, now())) {
      lastHintAt = now();
      onChange(due);
      due = null;
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

/** Calls of this operator's own, as argv. */
type Calls = readonly (readonly string[])[];

/** What the chunk journals tell, one look after the other. */
function createJudge(): (journals: Journals, calls: Calls) => Hint | null {
  let before: Journals | null = null;
  /** Something was appended during an own write that is not over yet. */
  let isHidden = false;
  return (journals, calls) => {
    const author = before === null ? "own" : authorOf(before, journals, calls);
    before = journals;
    if (author === "hidden") isHidden = true;
    const isUncovered = isHidden && !calls.some(isWrite);
    if (isUncovered) isHidden = false;
    if (author === "others") return "hinted";
    return author === "doubtful" || isUncovered ? "suspected" : null;
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
type Author = (typeof BY_STRENGTH)[number];

/** `hidden`: during a write of the operator's own, which may append any number of bytes. */
const BY_STRENGTH = ["own", "hidden", "doubtful", "others"] as const;

function authorOf(before: Journals, after: Journals, calls: Calls): Author {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const [first = ""] = names;
  const authors = names.map((name): Author => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was?.size === is?.size && was?.mtimeMs === is?.mtimeMs) return "own";
    const most = calls.reduce((sum, argv) => sum + mostAppended(argv, name, first), 0);
    if (most === 0) return "others";
    if (most === Infinity) return "hidden";
    return was !== undefined && is !== undefined && is.size - was.size > most ? "doubtful" : "own";
  });
  return BY_STRENGTH.findLast((author) => authors.includes(author)) ?? "own";
}
