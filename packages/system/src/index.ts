/**
 * packages/system/: what the operating system says and takes, for the operator and for the servers that it embeds.
 *
 * In: an error with an errno, as node:fs and spawned programs have it; moments, as epoch ms; a text. Out: one line that
 * names file, user and what helps; what the moments mean, and how far a clock is to be believed; timers that a
 * simulation can move; one word of a shell. Imports nothing.
 */
export { hasElapsed } from "./elapsed.ts";
export { errorMessage } from "./error-message.ts";
export { shellWord } from "./shell-word.ts";
export { microTime, wholeSeconds } from "./time-text.ts";
export { delay, endsWithin, isGivenUp, systemTimer, type SetTimer } from "./timer.ts";
export { TokenBucket } from "./token-bucket.ts";
export { errnoOf, fileOf, troubleWith } from "./trouble.ts";
export { untilAborted } from "./until-aborted.ts";
