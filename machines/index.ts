/**
 * machines/: the state machines, and the shapes that they decide from.
 *
 * In: events (events.ts) that carry what is desired (desired.ts, from specs) and facts (facts.ts, from the town).
 * Out: states, context, and services to invoke (services.ts), as data that the host carries out.
 * No clock, no chance, no I/O: the same events give the same snapshots. Imports xstate and itself, nothing else.
 */
export { backoff } from "./backoff.ts";
export { shortAddress, wholeAddress } from "./addresses.ts";
export { beadStoreTrouble, type BeadStoreContext, type BeadStoreInput } from "./bead-store.context.ts";
export { BEAD_STORE_VERSION, beadStoreMachine } from "./bead-store.machine.ts";
export {
  isDone,
  isEnded,
  isFree,
  isHookedBy,
  isOfTown,
  isTaken,
  slingObjection,
  type BeadWord,
} from "./bead-status.ts";
export { statusWords, type BeadCount } from "./convoy.beads.ts";
export {
  isNoticed,
  surplusBeads,
  untrackedBeads,
  type ConvoyContext,
  type ConvoyMachineInput,
  type Notice,
} from "./convoy.context.ts";
export { CONVOY_VERSION, convoyMachine } from "./convoy.machine.ts";
export * from "./events.ts";
export type * from "./facts.ts";
export * from "./merges.ts";
export * from "./polecat.context.ts";
export { isSessionStopped } from "./polecat.evidence.ts";
export { isFailedByBead } from "./polecat.failure.ts";
export * from "./polecat.blocker.ts";
export { POLECAT_VERSION, polecatMachine } from "./polecat.machine.ts";
export type * from "./pod.facts.ts";
export { initialPodContext, newestPod, podBead, type PodContext, type PodInput } from "./pod.context.ts";
export { podBlocker, podHold } from "./pod.decision.ts";
export type * from "./pod.services.ts";
export { POD_VERSION, podMachine } from "./pod.machine.ts";
export { CAUSES, isBeadRequested, isEndRequested } from "./polecat.decision.ts";
export {
  refineryTrouble,
  type MergeCounts,
  type RefineryContext,
  type RefineryInput,
} from "./refinery.context.ts";
export { REFINERY_VERSION, refineryMachine } from "./refinery.machine.ts";
export { parkingOf } from "./rig.parking.ts";
export {
  duplicateRig,
  gtNameOf,
  movedRig,
  isOfPolecats,
  rigTrouble,
  unlistedRig,
  type RigContext,
  type RigFigures,
  type RigInput,
  type Trouble,
} from "./rig.context.ts";
export { stuckThreshold } from "./polecat.vitality.ts";
export { holdReason, rigHold, type HoldReason } from "./rig.hold.ts";
export { RIG_VERSION, rigMachine } from "./rig.machine.ts";
export type * from "./services.ts";
export * from "./tags.ts";
export type * from "./desired.ts";
export { witnessTrouble, type WitnessContext, type WitnessInput } from "./witness.context.ts";
export { WITNESS_VERSION, witnessMachine } from "./witness.machine.ts";
