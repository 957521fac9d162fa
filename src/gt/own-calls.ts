/** Which of the town's changes may be this operator's own: those that happen while one of its gt calls runs. */
import type { GtExec } from "./exec.ts";

export interface OwnCalls {
  /** Counts the calls that go through. */
  readonly around: (exec: GtExec) => GtExec;
  /** Begins a period, and tells whether a call ran at any moment of the period before. */
  readonly ranSinceLastAsked: () => boolean;
}

export function createOwnCalls(): OwnCalls {
  let running = 0;
  let hasRun = false;
  return {
    around: (exec) => async (argv, options) => {
      running += 1;
      hasRun = true;
      try {
        return await exec(argv, options);
      } finally {
        running -= 1;
      }
    },
    ranSinceLastAsked() {
      const ran = hasRun;
      hasRun = running > 0;
      return ran;
    },
  };
}
