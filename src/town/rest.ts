/** Rest: how long the town is left in peace after reads, by how long these took. */
import type { Hint } from "../gt/index.ts";
import type { Clock } from "./clock.ts";
import type { TownObservation } from "../projection/index.ts";

/**
 * `asked`: a person changed a resource, or an actor waits for what came of its gt call.
 * `expected`: an actor waits for what came of its gt call, beside others whose calls run still: their end asks again.
 * `hinted`: something in the town wrote an event or committed, which a busy town does all the time. A slow one is not
 * read earlier for it.
 * `changed`: a glance has shown that something has changed that resources follow.
 */
export type Wake = Exclude<Hint, "suspected"> | "expected" | "asked" | "changed";

/** The town rests this many times as long as it took to answer. */
const REST_FACTOR = 3;
/** And never longer than this, ms: a clock that is set forward during a read makes that read look endless. */
const LONGEST_REST_MS = 300_000;
/**
 * A wake is served at once while the town is owed no more rest than this, ms: in a town that answers within a second or
 * two a change is read when it is made, also some in a row, and one that takes 10 s to answer is left to rest first. While
 * many resources change the town, a read between two of their calls tells little that they do not know.
 */
const MOST_OWED_MS: Readonly<Record<Wake, number>> = {
  expected: 0,
  hinted: 5_000,
  asked: 30_000,
  changed: 120_000,
};

/** One glance in this many ms at most. */
const BETWEEN_GLANCES_MS = 2_000;
/**
 * A town that takes longer than this over a small question is slow, ms: it is not glanced at. A read of everything says
 * nothing of that: gt 1.2 takes half a second over each polecat of its list, and answers all else as before.
 */
const SLOW_MS = 3_000;

export interface Rest {
  /** Takes a read of `tookMs` into account that has just ended. */
  owe(observation: TownObservation, tookMs: number): void;
  /** Takes a glance into account that has just ended. */
  oweGlance(tookMs: number): void;
  /** How long from now until the next glance, ms; null where the town is slow, or does not answer. */
  untilGlance(): number | null;
  /** How long from now until a wake is served, ms; null where the next poll serves it. */
  untilServed(why: Wake): number | null;
  /** How long from now the next poll has to wait at least, ms. */
  untilPoll(): number;
}

export function createRest(clock: Clock): Rest {
  /** Rest that the town was owed at this moment, ms. */
  let owed = { ms: 0, at: clock.now() };
  /** When it has rested from the newest read alone, epoch ms. */
  let restedAt = -Infinity;
  let isAnswering = true;
  let isSlow = false;
  let glanceFrom = -Infinity;
  const owedAt = (time: number): number => Math.max(0, owed.ms - Math.max(0, time - owed.at));
  const owedNow = (): number => owedAt(clock.now());
  const add = (tookMs: number, busyMs: number): void => {
    const ms = owedAt(clock.now() - tookMs) + REST_FACTOR * busyMs;
    owed = { ms: Math.min(LONGEST_REST_MS, ms), at: clock.now() };
  };
  return {
    owe({ trust, busyMs, answerMs }, tookMs) {
      isAnswering = trust.trusted;
      isSlow = answerMs > SLOW_MS;
      const atWorkMs = trust.trusted ? busyMs : tookMs;
      // While it is read, it does not rest.
      add(tookMs, atWorkMs);
      restedAt = clock.now() + Math.min(LONGEST_REST_MS, REST_FACTOR * atWorkMs);
    },
    oweGlance(tookMs) {
      // A hint is to be followed soon: a glance itself is waited for once, and not three times.
      add(tookMs, tookMs / REST_FACTOR);
      glanceFrom = clock.now() + Math.max(BETWEEN_GLANCES_MS, REST_FACTOR * tookMs);
    },
    untilGlance: () => (isAnswering && !isSlow ? Math.max(0, glanceFrom - clock.now()) : null),
    untilServed: (why) => (why === "hinted" && isSlow ? null : Math.max(0, owedNow() - MOST_OWED_MS[why])),
    // A read that hung until its deadline says nothing of the town's load, and gt's return should be seen soon. What is owed
    // for the reads before the newest one is not made up for: a new resource would have to wait for all of it.
    untilPoll: () => (isAnswering ? Math.max(0, Math.min(owedNow(), restedAt - clock.now())) : 0),
  };
}
