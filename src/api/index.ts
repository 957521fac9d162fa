/**
 * src/api/: the resources of gastown.gastown.io/v1alpha1, once, in zod.
 *
 * In: nothing. Out: schemas with which objects are read, types, and the CustomResourceDefinitions that crds/ holds
 * (crd/; written by `npm run generate`).
 */
export { convoySchema, type Convoy } from "./convoy.ts";
export { crds } from "./crd/crds.ts";
export * from "./group.ts";
export { polecatSchema, type Polecat } from "./polecat.ts";
export { rigSchema, type Rig } from "./rig.ts";
