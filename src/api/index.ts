/**
 * src/api/: the resources of gastown.gastown.io/v1alpha1, once, in zod.
 *
 * In: objects as the API server sends them. Out: the same with types (parseRig, …: with what had to be dropped from a
 * mangled status; rigSchema, …: for code that takes a schema), the group's names, and the CustomResourceDefinitions
 * that crds/ holds (crd/; written by `npm run generate`).
 */
export { beadStoreSchema, parseBeadStore } from "./bead-store.ts";
export type { BeadStore, BeadStoreSpec, BeadStoreStatus } from "./bead-store.ts";
export { consentCommand } from "./consent-command.ts";
export { conditionSchema, REASONS, type Condition } from "./conditions.ts";
export { POLECAT_CONDITIONS } from "./conditions.ts";
export { convoySchema, parseConvoy } from "./convoy.ts";
export type { Convoy, ConvoySpec, ConvoyStatus } from "./convoy.ts";
export { fittingStatus, type FittingStatus } from "./fitting-status.ts";
export { crds, type Crd } from "./crd/crds.ts";
export { EFFECTS, NEVER_WRITTEN, unhonored, type Effect, type Unhonored } from "./effects.ts";
export * from "./group.ts";
export { type ObjectMeta } from "./metadata.ts";
export { parsePolecat, polecatSchema, polecatSpecSchema } from "./polecat.ts";
export type { Polecat, PolecatSpec, PolecatStatus } from "./polecat.ts";
export type { Reader, Reading, StoredObject } from "./reader.ts";
export { parseRefinery, refinerySchema } from "./refinery.ts";
export type { Refinery, RefinerySpec, RefineryStatus } from "./refinery.ts";
export { parseRig, rigSchema } from "./rig.ts";
export type { Rig, RigSpec, RigStatus } from "./rig.ts";
export { parseWitness, witnessSchema } from "./witness.ts";
export type { Witness, WitnessSpec, WitnessStatus } from "./witness.ts";
