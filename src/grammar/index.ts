/**
 * src/grammar/: what gt, git and Kubernetes take for a name or a text, once for all who write or check one.
 *
 * gt-names.ts holds the patterns that the API's schemas and the argv of gt share: a value that one of them takes and the
 * other refuses would be accepted by `kubectl apply` and then never used. limits.ts holds the lengths that schemas state
 * and writers cut to; cut.ts cuts between characters; bead-prefix.ts reads the prefix of an id; visible-text.ts shows what
 * goes to a terminal, and wrapped.ts wraps it there; dolt-advice.ts is what both gt's errors and `why` advise.
 * Imports nothing.
 */
export { prefixOf } from "./bead-prefix.ts";
export { cutStart, cutTo, cutToBytes, lengthOf } from "./cut.ts";
export { DOLT_ADVICE } from "./dolt-advice.ts";
export { durationBetween, LONGEST_WAIT_MS, parseDuration } from "./durations.ts";
export * from "./gt-names.ts";
export * from "./limits.ts";
export { isNamespace } from "./namespace.ts";
export { parseSize } from "./sizes.ts";
export { visibleText } from "./visible-text.ts";
export { unbrokenWords, wrapped } from "./wrapped.ts";
