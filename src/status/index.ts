/**
 * src/status/: what an actor's state looks like to people.
 *
 * In: the state of an actor. Out: the `status` of its resource with conditions (kstatus: Ready, Reconciling and
 * Stalled are always there), and the Event that a transition deserves. Pure; times are epoch ms in, RFC 3339 out.
 */
export type { ActorStatus, StatusCondition } from "./conditions.ts";
export { beadStoreStatus } from "./bead-store-status.ts";
export { convoyStatus } from "./convoy-status.ts";
export { polecatStatus } from "./polecat-status.ts";
export { refineryStatus } from "./refinery-status.ts";
export { rigStatus } from "./rig-status.ts";
export { withHonorCondition } from "./honor-condition.ts";
export { withJournalCondition } from "./journal-condition.ts";
export { shownStatus, statusOf } from "./status-of.ts";
export { transitionNote, type TransitionNote } from "./transition-note.ts";
export { witnessStatus } from "./witness-status.ts";
export { writtenStatus } from "./written-status.ts";
