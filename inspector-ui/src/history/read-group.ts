/** A group of a journal, replayed, with its lanes. A long one takes seconds, in which the page stays as quick as it was. */
import { tell } from "../live/read.ts";
import { bookOf } from "../lanes/lane-log.ts";
import type { Group } from "./groups.ts";
import { parseJournal } from "./journal-text.ts";
import { History } from "./moments.ts";
import type { JournalSource } from "./source.ts";

/** Records that are replayed before the page may draw again. */
const AT_A_TIME = 100;

export async function readGroup(source: JournalSource, { first, end }: Group): Promise<History> {
  const history = new History("whole");
  const records = parseJournal(await source.read(first, end), tell);
  for (let at = 0; at < records.length; at += AT_A_TIME) {
    history.append(records.slice(at, at + AT_A_TIME));
    bookOf(history);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return history;
}
