/** For tests: faults of the simulated gt, questions to its state, and what the real gt printed. */
export { advance } from "./agents.ts";
export type { FaultRule, Faults } from "./fault-rules.ts";
export { readFaults, setFaults } from "./faults.ts";
export { findPolecat, hookOf, isSilent, prefixOf } from "./lookup.ts";
export { transcript, transcripts, transcriptsOfAllVersions, type Transcript } from "./transcripts.ts";
