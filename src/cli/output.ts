/**
 * Output: standard output and standard error, whose reader may go away at any moment (`… | head`). Then every write
 * fails, and a failure that nobody listens for would end the process with a stack trace, and before it has tidied up.
 */

import { errnoOf } from "@gastown/system";
import { visibleText, wrapped } from "../grammar/index.ts";

/** What a shell reports for a program that was ended by SIGPIPE. */
export const OUTPUT_CLOSED_EXIT_CODE = 141;

const closed = Promise.withResolvers<"output closed">();
let isClosed = false;

/**
 * To be called once, before anything is written.
 * @param onLost hears, once, of what was not written though somebody may read it: a full disk, most likely.
 */
export function watchOutput(onLost: (cause: Error) => void): void {
  process.stdout.on("error", (cause: Error) => {
    const isLost = errnoOf(cause) !== "EPIPE";
    if (isLost && !isClosed) onLost(cause);
    isClosed = true;
    process.exitCode ||= isLost ? 1 : OUTPUT_CLOSED_EXIT_CODE;
    closed.resolve("output closed");
  });
  // Nobody is left to be told of it.
  process.stderr.on("error", () => undefined);
}

/** A line for people, some of whose words come from outside. */
export function print(line: string): void {
  process.stdout.write(`${visibleText(line)}\n`);
}

/** The same on standard error: whole words where a person looks, one line where a program reads. */
export function complain(line: string): void {
  const { isTTY, columns } = process.stderr;
  const seen = visibleText(line);
  // A terminal that does not know its width says 0.
  const lines = isTTY ? wrapped(seen, columns || 80, 2 + seen.length - seen.trimStart().length) : [seen];
  process.stderr.write(lines.map((one) => `${one}\n`).join(""));
}

/** Resolves when nobody reads standard output any more. */
export function untilOutputClosed(): Promise<"output closed"> {
  return closed.promise;
}

export function isOutputClosed(): boolean {
  return isClosed;
}
