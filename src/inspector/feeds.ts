/** Feeds: what the inspector's ports are made from. Without a listener a feed costs one test of an empty set. */
import type { ActorRef, Journal, JournalRecord, Transition } from "../host/index.ts";
import { cutTo } from "../grammar/index.ts";
import type { ActorListener, CallFeed, JournalFeed, SeenCall } from "./port.ts";

/** A list of listeners, told one after another. What one throws stays with it: who looks must not harm who acts. */
export class Listeners<Told> {
  readonly #listeners = new Set<(told: Told) => void>();
  readonly #onProblem: (error: unknown) => void;

  constructor(onProblem: (error: unknown) => void) {
    this.#onProblem = onProblem;
  }

  add(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(told: Told): void {
    for (const listener of this.#listeners) {
      try {
        listener(told);
      } catch (error) {
        this.#onProblem(error);
      }
    }
  }
}

export interface Audience extends ActorListener {
  readonly subscribe: (listener: ActorListener) => () => void;
}

/** Passes on what it is told of the actors. */
export function createAudience(onProblem: (error: unknown) => void): Audience {
  const transitions = new Listeners<Transition>(onProblem);
  const stops = new Listeners<ActorRef>(onProblem);
  return {
    onTransition: (transition) => transitions.tell(transition),
    onStop: (ref) => stops.tell(ref),
    subscribe(listener) {
      const ends = [transitions.add(listener.onTransition), stops.add(listener.onStop)];
      return () => ends.forEach((end) => end());
    },
  };
}

export interface JournalTap {
  /** The journal as a host writes it, from now on the one that the feed is of. */
  readonly around: (journal: Journal) => Journal;
  readonly feed: JournalFeed;
}

export function createJournalTap(onProblem: (error: unknown) => void): JournalTap {
  const listeners = new Listeners<JournalRecord>(onProblem);
  let current: Journal | null = null;
  const around = (journal: Journal): Journal => {
    current = journal;
    return {
      append(entry) {
        const sequence = journal.append(entry);
        listeners.tell({ sequence, ...entry });
        return sequence;
      },
      commit: (snapshots) => journal.commit(snapshots),
      read: () => journal.read(),
      readLines: (from) => journal.readLines(from),
      readTexts: (from) => journal.readTexts(from),
      index: () => journal.index(),
      health: () => journal.health(),
      close: () => journal.close(),
    };
  };
  return {
    around,
    feed: {
      readLines: (from) => current?.readLines(from) ?? [],
      readTexts: (from) => current?.readTexts(from) ?? [],
      index: () => current?.index() ?? { parts: [], last: null },
      subscribe: (listener) => listeners.add(listener),
    },
  };
}

export interface CallLog extends CallFeed {
  add(call: Omit<SeenCall, "sequence">): void;
}

/** Of an argument that is kept: thousands of calls with whole instructions would fill the memory. */
const LONGEST_WORD = 500;

/** The newest calls of gt. @param most how many are kept. */
export function createCallLog(onProblem: (error: unknown) => void, most = 5_000): CallLog {
  const listeners = new Listeners<SeenCall>(onProblem);
  let calls: SeenCall[] = [];
  let sequence = 0;
  return {
    add(call) {
      sequence += 1;
      const argv = call.argv.map((word) => cutTo(word, LONGEST_WORD));
      const seen = { ...call, argv, sequence };
      calls.push(seen);
      // Cut in halves, so that adding stays cheap.
      if (calls.length >= 2 * most) calls = calls.slice(-most);
      listeners.tell(seen);
    },
    recent: () => calls.slice(-most),
    subscribe: (listener) => listeners.add(listener),
  };
}
