/**
 * History: slices of the journal as lines of JSON, in the format of the journal's own file. Streamed, from the part on
 * that a slice begins in, so that no more than a piece is ever in memory and no more is read than is asked for.
 */
import { actorName, redactLine, type JournalRecord } from "../host/index.ts";
import { decodeRecord } from "../host/journal/line.ts";
import type { JournalFeed } from "./port.ts";
import { AT_A_TIME, turn } from "./turn.ts";

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

/** Characters sent at a time. */
const PIECE = 65_536;
/** Damaged lines that are reported one by one. */
const MOST_PROBLEMS = 20;

/**
 * Pieces of whole lines. Of all actors a line that is no record comes as `{"problem": …}` in its place.
 * @param signal aborted when the reading is to end, in the middle of a pass, too: that of a big journal takes seconds.
 */
export async function* journalLines(
  journal: JournalFeed,
  slice: Slice,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const lines = slice.actor === null ? linesOfAll(journal, slice) : linesOfOne(journal, slice, slice.actor);
  let piece = "";
  let read = 0;
  for (const line of lines) {
    read += 1;
    if (read % AT_A_TIME === 0) await turn(signal);
    if (line !== null) piece += `${redactLine(line)}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
    await turn(signal);
  }
  yield piece;
}

/** Which records they are follows from their numbers: what is appended meanwhile is not among them. */
function* linesOfAll(journal: JournalFeed, { after, until, limit }: Slice): Generator<string | null> {
  const last = Math.min(until, journal.index().last?.sequence ?? -1);
  const first = Math.max(after, last - limit) + 1;
  let problems = 0;
  for (const line of journal.readLines(first)) {
    if (!line.ok) {
      problems += 1;
      yield problems <= MOST_PROBLEMS ? JSON.stringify({ problem: line.problem }) : null;
      continue;
    }
    const { sequence } = line.record;
    if (sequence > last) break;
    yield sequence < first ? null : JSON.stringify(line.record);
  }
  if (problems > MOST_PROBLEMS)
    yield JSON.stringify({ problem: `${problems - MOST_PROBLEMS} more lines are no records` });
}

/** Twice, first for their numbers: of a large town nearly all lines are others', and are not even decoded. */
function* linesOfOne(journal: JournalFeed, slice: Slice, actor: string): Generator<string | null> {
  const { after, until, limit } = slice;
  let newest: number[] = [];
  for (const record of recordsOfOne(journal, after + 1, actor)) {
    if (record !== null && record.sequence > after && record.sequence <= until) newest.push(record.sequence);
    if (newest.length >= 2 * limit) newest = newest.slice(-limit);
    yield null;
  }
  const kept = newest.slice(-limit);
  const [first, last] = [kept[0] ?? 0, kept.at(-1) ?? -1];
  if (last < 0) return;
  for (const record of recordsOfOne(journal, first, actor)) {
    if (record !== null && record.sequence > last) break;
    yield record === null || record.sequence < first ? null : JSON.stringify(record);
  }
}

/** Null for each line that is none of this actor's. */
function* recordsOfOne(journal: JournalFeed, from: number, actor: string): Generator<JournalRecord | null> {
  const named = `"name":${JSON.stringify(actor.split("/").at(-1))}`;
  for (const text of journal.readTexts(from)) yield text.includes(named) ? recordOf(text, actor) : null;
}

function recordOf(text: string, actor: string): JournalRecord | null {
  try {
    const record = decodeRecord(text);
    return actorName(record.actor) === actor ? record : null;
  } catch {
    // What is damaged is reported with all actors' records: whose it was nobody knows.
    return null;
  }
}
