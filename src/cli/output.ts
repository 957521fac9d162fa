/**
 * Output: standard output and standard error, whose reader may go away at any moment (`… | head`). Then every write
 * fails, and a failure that nobody listens for would end the process with a stack trace, and before it has tidied up.
 */

import { visibleText } from "../grammar/index.ts";

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

/** A line for people, some of whose words come from outside. */
export function print(line: string): void {
  process.stdout.write(`${visibleText(line)}\n`);
}

/** The same on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${visibleText(line)}\n`);
}

/** Resolves when nobody reads standard output any more. */
export function untilOutputClosed(): Promise<"output closed"> {
  return closed.promise;
}

export function isOutputClosed(): boolean {
  return isClosed;
}
