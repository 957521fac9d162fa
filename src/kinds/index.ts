/**
 * src/kinds/: the kinds of resources of gastown.gastown.io/v1alpha1, a folder for each: its schema in zod, what its machine
 * decides from a spec, how its snapshot persists, and its status.
 *
 * In: objects as the API server sends them, snapshots from statuses, live executions of the host. Out: the same with types
 * (parseRig, …: with what had to be dropped from a mangled status; rigSchema, …: for code that takes a schema), what
 * each machine takes as desired, and its first input, the `status` of a resource with conditions (kstatus: Ready, Reconciling and Stalled are
 * always there), the Event that a transition deserves, and the CustomResourceDefinitions that crds/ holds (crd/; written by
 * `npm run generate`). Pure; times are epoch ms in, RFC 3339 out.
 */
export * from "./group.ts";
export {
  defineKind,
  type AnyObject,
  type Kind,
  type KindOf,
  type OfObject,
  type Surroundings,
} from "./define-kind.ts";
export type { Known } from "./known.ts";
export { lookupIn, type KindLookup } from "./lookup.ts";
export { hasSameFacts } from "./same-facts.ts";
export { ACTOR_KINDS, ALL_KINDS, kindOf, KINDS, VARIANT_KINDS, type KindName } from "./registry.ts";
export {
  liveActor,
  type AnyContext,
  type BeadStoreActor,
  type Live,
  type ConvoyActor,
  type LiveActor,
  type PodPolecatActor,
  type PolecatActor,
  type RefineryActor,
  type RigActor,
  type WitnessActor,
} from "./live-actor.ts";

export { desiredBeadStore } from "./bead-store/desired.ts";
export { beadStoreKind } from "./bead-store/kind.ts";
export { beadStoreSchema, parseBeadStore } from "./bead-store/schema.ts";
export type { BeadStore, BeadStoreSpec, BeadStoreStatus } from "./bead-store/schema.ts";
export { beadStoreStatus } from "./bead-store/status.ts";

export { convoyInput, desiredConvoy } from "./convoy/desired.ts";
export { convoyKind } from "./convoy/kind.ts";
export { convoySchema, parseConvoy } from "./convoy/schema.ts";
export type { Convoy, ConvoySpec, ConvoyStatus } from "./convoy/schema.ts";
export { convoyStatus } from "./convoy/status.ts";

export { consentCommand } from "./polecat/consent-command.ts";
export { finalizerOf, podRestartsOf, polecatInput, desiredPolecat } from "./polecat/desired.ts";
export { polecatKind } from "./polecat/kind.ts";
export { podPolecatKind } from "./polecat/pod/kind.ts";
export { podStatus } from "./polecat/pod/status.ts";
export { objectionTo } from "./polecat/pod-allowance.ts";
export { parsePolecat, polecatSchema, polecatSpecSchema } from "./polecat/schema.ts";
export type { Polecat, PolecatSpec, PolecatStatus } from "./polecat/schema.ts";
export { polecatStatus } from "./polecat/status.ts";

export { desiredRefinery } from "./refinery/desired.ts";
export { refineryKind } from "./refinery/kind.ts";
export { parseRefinery, refinerySchema } from "./refinery/schema.ts";
export type { Refinery, RefinerySpec, RefineryStatus } from "./refinery/schema.ts";
export { refineryStatus } from "./refinery/status.ts";

export type { RigOfPods } from "./rig/pods-schema.ts";
export { rigGtName, rigOfPods, desiredRig } from "./rig/desired.ts";
export { rigKind } from "./rig/kind.ts";
export { parseRig, rigSchema, rigSpecSchema } from "./rig/schema.ts";
export type { Rig, RigSpec, RigStatus } from "./rig/schema.ts";
export { rigStatus } from "./rig/status.ts";

export { defaultWitness, desiredWitness } from "./witness/desired.ts";
export { witnessKind } from "./witness/kind.ts";
export { parseWitness, witnessSchema } from "./witness/schema.ts";
export type { Witness, WitnessSpec, WitnessStatus } from "./witness/schema.ts";
export { witnessStatus } from "./witness/status.ts";

export { crds, type Crd } from "./crd/crds.ts";
export { conditionSchema, REASONS, type Condition } from "./schema/conditions.ts";
export { POLECAT_CONDITIONS } from "./polecat/status-schema.ts";
export { unhonored, type Effect, type Unhonored } from "./schema/effect.ts";
export { fittingStatus, type FittingStatus } from "./schema/fitting-status.ts";
export { type ObjectMeta } from "./schema/metadata.ts";
export type { Reader, Reading, StoredObject } from "./schema/reader.ts";

export { type Mark, type Progress, type Shown } from "./shown.ts";
export type { ActorStatus, StatusCondition } from "./status/conditions.ts";
export { withHonorCondition } from "./status/honor-condition.ts";
export { withJournalCondition } from "./status/journal-condition.ts";
export { shownStatus, statusOf } from "./status/status-of.ts";
export { transitionNote, type TransitionNote } from "./status/transition-note.ts";
export { writtenStatus } from "./status/written-status.ts";
