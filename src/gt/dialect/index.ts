/**
 * src/gt/dialect/: what differs between the versions of gt, and nothing else does.
 *
 * In: what `gt version` prints, and words of gt's answers. Out: a `Dialect`, and facts that every version has.
 * A concept is one file that tells each version's side. What was not measured is read with care: whatever one of the
 * known versions would block, blocks.
 */
export { looksIntoRigs } from "./bead-databases.ts";
export { createDialects, type Dialects } from "./dialects.ts";
export type { Dialect } from "./dialect.ts";
export { remoteBranchOf } from "./git-state.ts";
export { isKnownState, isKnownVerdict, unknownWord, type PolecatWords } from "./polecat-words.ts";
export { programPrint } from "./program.ts";
export { namesMissingCleanup } from "./refusal.ts";
export { recoveryFact, type RecoveryReport } from "./recovery.ts";
