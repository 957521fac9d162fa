/**
 * src/actors/: the kinds of actors, between resources and machines.
 *
 * In: resources as they were read (src/api), snapshots from statuses, live executions of the host.
 * Out: an `ActorKind` for each machine, the wish and the first input of a resource, contexts with their types.
 */
export { beadStoreKind } from "./bead-store-kind.ts";
export { convoyKind } from "./convoy-kind.ts";
export { convoyInput, convoyWish } from "./convoy-wish.ts";
export { ACTOR_KINDS } from "./kinds.ts";
export {
  liveActor,
  type BeadStoreActor,
  type ConvoyActor,
  type LiveActor,
  type PolecatActor,
  type RefineryActor,
  type RigActor,
  type WitnessActor,
} from "./live-actor.ts";
export { polecatKind } from "./polecat-kind.ts";
export { finalizerOf, podRestartsOf, polecatInput, polecatWish } from "./polecat-wish.ts";
export { refineryKind } from "./refinery-kind.ts";
export { rigKind } from "./rig-kind.ts";
export { statePath } from "./state-path.ts";
export { rigGtName, rigInput, rigWish } from "./rig-wish.ts";
export { beadStoreInput, beadStoreWish, refineryInput, refineryWish } from "./view-wishes.ts";
export { witnessKind } from "./witness-kind.ts";
export { defaultWitness, witnessInput, witnessWish } from "./witness-wish.ts";
