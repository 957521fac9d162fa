/** History: slices of the journal as lines of JSON, in the format of the journal's own file. */
import { actorName, redactLine, type JournalRecord } from "../host/index.ts";
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

/** Records read, or turned into text, before the event loop gets its turn: a journal of 256Mi is read for seconds. */
const AT_A_TIME = 250;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export async function* journalLines(journal: JournalFeed, slice: Slice): AsyncGenerator<string> {
  const records = await newest(journal.read(), slice);
  for (let start = 0; start < records.length; start += AT_A_TIME) {
    const part = records.slice(start, start + AT_A_TIME);
    yield part.map((record) => `${redactLine(JSON.stringify(record))}\n`).join("");
    await turn();
  }
}

async function newest(records: Iterable<JournalRecord>, slice: Slice): Promise<readonly JournalRecord[]> {
  const { actor, after, until, limit } = slice;
  let kept: JournalRecord[] = [];
  let read = 0;
  for (const record of records) {
    read += 1;
    if (read % AT_A_TIME === 0) await turn();
    if (record.sequence <= after || record.sequence > until) continue;
    if (actor !== null && actorName(record.actor) !== actor) continue;
    kept.push(record);
    if (kept.length >= 2 * limit) kept = kept.slice(-limit);
  }
  return kept.slice(-limit);
}
