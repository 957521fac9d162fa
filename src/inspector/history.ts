/**
 * History: slices of the journal as lines of JSON, in the format of the journal's own file. Streamed: the journal is read
 * twice, first for the numbers of the records that belong to the slice, so that no more than a piece is ever in memory.
 */
import { actorName, redactLine, type JournalLine, type JournalRecord } from "../host/index.ts";
import type { JournalFeed } from "./port.ts";

export interface Slice {
  /** Only this actor's records; null for all. */
  readonly actor: string | null;
  /** Only records after this sequence. */
  readonly after: number;
  /** Only up to this sequence. */
  readonly until: number;
  /** The newest so many of them. */
  readonly limit: number;
}

/** Records read before the event loop gets its turn: a journal of 256Mi is read for seconds. */
const AT_A_TIME = 250;
/** Characters sent at a time. */
const PIECE = 65_536;
/** Damaged lines that are told one by one. */
const MOST_PROBLEMS = 20;

/** @throws the signal's reason once it is aborted: nobody waits for the rest of the journal. */
async function turn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

/**
 * Pieces of whole lines. A line of the journal that is no record comes as `{"problem": …}` in its place.
 * @param signal aborted when the reading is to end, in the middle of a pass, too: that of a big journal takes seconds.
 */
export async function* journalLines(
  journal: JournalFeed,
  slice: Slice,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { first, last } = await rangeOf(journal.readLines(), slice, signal);
  let piece = "";
  let problems = 0;
  let read = 0;
  for (const line of journal.readLines()) {
    read += 1;
    if (read % AT_A_TIME === 0) await turn(signal);
    if (!line.ok) {
      problems += 1;
      if (problems <= MOST_PROBLEMS) piece += problemLine(line.problem);
    } else if (belongs(line.record, slice) && line.record.sequence >= first && line.record.sequence <= last) {
      piece += `${redactLine(JSON.stringify(line.record))}\n`;
    }
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
    await turn(signal);
  }
  if (problems > MOST_PROBLEMS) piece += problemLine(`${problems - MOST_PROBLEMS} more lines are no records`);
  yield piece;
}

function problemLine(problem: string): string {
  return `${redactLine(JSON.stringify({ problem }))}\n`;
}

function belongs({ sequence, actor: ref }: JournalRecord, { actor, after, until }: Slice): boolean {
  return sequence > after && sequence <= until && (actor === null || actorName(ref) === actor);
}

/** The numbers of the first and the last record of the slice. What is appended meanwhile is not in it. */
async function rangeOf(
  lines: Iterable<JournalLine>,
  slice: Slice,
  signal: AbortSignal,
): Promise<{ readonly first: number; readonly last: number }> {
  let newest: number[] = [];
  let read = 0;
  for (const line of lines) {
    read += 1;
    if (read % AT_A_TIME === 0) await turn(signal);
    if (!line.ok || !belongs(line.record, slice)) continue;
    newest.push(line.record.sequence);
    if (newest.length >= 2 * slice.limit) newest = newest.slice(-slice.limit);
  }
  const kept = newest.slice(-slice.limit);
  return { first: kept[0] ?? 0, last: kept.at(-1) ?? -1 };
}
