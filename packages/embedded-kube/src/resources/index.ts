/**
 * What is served: the built-in kinds and those of CRDs, with everything that differs from kind to kind.
 * In: CRDs as written. Out: Resource values, which every request is handled by, and the registry that finds them.
 */

export { definitions, establishedDefinition } from "./definitions.ts";
export { coreEvents } from "./events.ts";
export { namespaces, systemNamespace } from "./namespaces.ts";
export { graceOf, pods } from "./pods.ts";
export { ResourceRegistry } from "./registry.ts";
export { apiVersionOf } from "./resource.ts";
export type { Resource, Verb } from "./resource.ts";
export { selfSubjectAccessReviews, selfSubjectReviews, selfSubjectRulesReviews } from "./reviews.ts";
