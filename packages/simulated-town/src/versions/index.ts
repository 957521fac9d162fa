/**
 * packages/simulated-town/src/versions/: what differs between the versions of gt that the simulated town speaks.
 *
 * In: the town's state. Out: the answer of its version. A concept is one file, and it tells each version's side; the
 * commands around it do not ask for a version. What is not here is the same in all of them.
 */
export { agentBeadOf } from "./agent-bead.ts";
export { checkRecovery, recoverySwitches } from "./check-recovery.ts";
export { completionMail } from "./convoy-completion.ts";
export { crossRig } from "./cross-rig.ts";
export { gitStateView } from "./git-state.ts";
export { isInboxAcknowledging } from "./mail-inbox.ts";
export { NO_AGENT_BEAD, nukeChecks } from "./nuke-checks.ts";
export { issueOf, listEntry, statusWord } from "./polecat-states.ts";
export { isReusable } from "./reuse.ts";
export { spawnLimits } from "./spawn-limits.ts";
export { unseenStatus } from "./tracked-beads.ts";
