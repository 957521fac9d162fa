/**
 * Structural schemas: what a CRD says about its objects, and what follows from it.
 * In: schemas as written in CRDs, objects. Out: objects with defaults and without unknown fields, and findings
 * (field errors) of validation, list uniqueness and CEL rules in kube-apiserver's words.
 */
export { CelRules } from "./cel-rules.ts";
export { withDefaults } from "./defaulting.ts";
export { duplicateItems } from "./list-uniqueness.ts";
export { objectMetaSchema } from "./object-meta.ts";
export { prune, withoutNulls } from "./pruning.ts";
export { compileSchema, mapKeyOf, schemaOfKey } from "./schema.ts";
export type { Schema } from "./schema.ts";
export { schemaValidator } from "./validation.ts";
export type { SchemaValidator } from "./validation.ts";
