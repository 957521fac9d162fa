/** Feeds: what the inspector's ports are made from. Without a listener a feed costs one test of an empty set. */
import type { Journal, JournalRecord } from "../host/index.ts";
import type { CallFeed, JournalFeed, SeenCall } from "./port.ts";

/** A list of listeners, told one after another. */
export class Listeners<Told> {
  readonly #listeners = new Set<(told: Told) => void>();

  add(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(told: Told): void {
    for (const listener of this.#listeners) listener(told);
  }
}

/** The journal for the host, and its feed for the inspector. */
export function tapJournal(journal: Journal): { readonly journal: Journal; readonly feed: JournalFeed } {
  const listeners = new Listeners<JournalRecord>();
  return {
    journal: {
      append(entry) {
        const record = journal.append(entry);
        listeners.tell(record);
        return record;
      },
      commit: () => journal.commit(),
      read: () => journal.read(),
      close: () => journal.close(),
    },
    feed: { read: () => journal.read(), subscribe: (listener) => listeners.add(listener) },
  };
}

export interface CallLog extends CallFeed {
  add(call: Omit<SeenCall, "sequence">): void;
}

/** The newest calls of gt. @param most how many are kept. */
export function createCallLog(most = 5_000): CallLog {
  const listeners = new Listeners<SeenCall>();
  let calls: SeenCall[] = [];
  let sequence = 0;
  return {
    add(call) {
      sequence += 1;
      const seen = { ...call, sequence };
      calls.push(seen);
      // Cut in halves, so that adding stays cheap.
      if (calls.length >= 2 * most) calls = calls.slice(-most);
      listeners.tell(seen);
    },
    recent: () => calls.slice(-most),
    subscribe: (listener) => listeners.add(listener),
  };
}
