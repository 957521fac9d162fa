/**
 * Output: standard output and standard error, whose reader may go away at any moment (`… | head`). Then every write
 * fails, and a failure that nobody listens for would end the process with a stack trace, and before it has tidied up.
 */

/** What a shell reports for a program that was ended by SIGPIPE. */
export const OUTPUT_CLOSED_EXIT_CODE = 141;

const closed = Promise.withResolvers<"output closed">();
let isClosed = false;

/** To be called once, before anything is written. */
export function watchOutput(): void {
  process.stdout.on("error", () => {
    isClosed = true;
    process.exitCode ||= OUTPUT_CLOSED_EXIT_CODE;
    closed.resolve("output closed");
  });
  // Nobody is left to be told of it.
  process.stderr.on("error", () => undefined);
}

/** Resolves when nobody reads standard output any more. */
export function untilOutputClosed(): Promise<"output closed"> {
  return closed.promise;
}

export function isOutputClosed(): boolean {
  return isClosed;
}
