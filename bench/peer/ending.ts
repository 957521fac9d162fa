/** What ends a bench early: a signal, such as Ctrl-C. What was started is ended first. */

/** What a shell expects of a program that a signal has ended. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** @returns whether a signal has come: what was being measured has been taken away then, and its failure says nothing. */
export function endOnSignal(close: () => Promise<void>): () => boolean {
  let isEnding = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      isEnding = true;
      console.error("Ending what was started.");
      void close().finally(() => process.exit(ENDED_BY[signal]));
    });
  }
  return () => isEnding;
}
