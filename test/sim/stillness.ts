/** Stillness: whether the operator has come to rest, which is to be quiet where spec and town ask for nothing more. */
import { advance } from "../../src/embedded/town/agents.ts";
import type { Ground } from "./ground.ts";
import { unrest } from "./invariants/rest.ts";

export interface Stillness {
  readonly wrote: (what: string) => void;
  readonly wroteObject: (what: string, key: string, state: string) => void;
  /** Quiet for long enough, and nothing is left to do. */
  readonly isReached: () => boolean;
  /** What is left to do, in words. */
  readonly unrest: () => string;
}

/** So long nothing may be written before the operator counts as quiet: three polls. */
const QUIET_MS = 100_000;
/** After a no the question is asked again only so much later: it costs more than a step. */
const ASK_EVERY_MS = 10_000;
/** Waiting, trying and waiting again are three writes of a status; with long backoffs they lie so far apart, ms. */
const PATCHES_A_RETRY = 4;
const SHORTEST_LATE_RETRY_MS = 90_000;
const RETRY_STATES = /^(terminating|pending)\./;

export function createStillness(ground: Ground): Stillness {
  /** When each object's status was written last, a few times back. */
  const retries = new Map<string, readonly number[]>();
  const { time } = ground;
  let quietSince = 0;
  let lastWrite = "none";
  const wrote = (what: string): void => {
    quietSince = time.now();
    lastWrite = `${what} at ${Math.round(quietSince)} ms`;
  };
  /** A try that is made again after its backoff tells of itself, at most so often: that much is no unrest. */
  const isRetry = (key: string, state: string): boolean => {
    const times = retries.get(key) ?? [];
    retries.set(key, [...times.slice(1 - PATCHES_A_RETRY), time.now()]);
    const earlier = times.at(1 - PATCHES_A_RETRY) ?? -Infinity;
    return RETRY_STATES.test(state) && time.now() - earlier > SHORTEST_LATE_RETRY_MS;
  };
  const restlessness = (): string | null => {
    // The town has gone on by itself; what is asked is whether the operator has followed.
    advance(ground.town, {
      now: ground.wallClock(),
      root: "/town",
      cwd: "/town",
      caller: 0,
      doltDown: false,
      worktrees: ground.worktrees,
      emit: () => undefined,
    });
    const problem = unrest(ground);
    return problem === null ? null : `${problem}; the last write was ${lastWrite}`;
  };
  return {
    wrote,
    wroteObject(what, key, state) {
      if (!isRetry(key, state)) wrote(`${what} ${state}`);
    },
    isReached() {
      if (time.now() < quietSince + QUIET_MS) return false;
      if (restlessness() === null) return true;
      quietSince = time.now() - QUIET_MS + ASK_EVERY_MS;
      return false;
    },
    unrest: () => restlessness() ?? `it wrote again and again, at last ${lastWrite}`,
  };
}
