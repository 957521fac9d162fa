/** Where a journal comes from: the operator, or a file. Read group by group, so that it may be longer than memory is. */
import type { JournalIndex } from "../../../src/host/journal/journal.ts";
import type { Finding, Search } from "../../../src/inspector/search.ts";

export interface JournalSource {
  /** Of a file; null of the operator's own. */
  readonly name: string | null;
  /** What there is. @throws where it cannot be read */
  index(): Promise<JournalIndex>;
  /** The lines of the records from one on to before another. @throws where they cannot be read */
  read(first: number, end: number): Promise<string>;
  /** @throws where it cannot be searched */
  search(search: Search): Promise<readonly Finding[]>;
}
