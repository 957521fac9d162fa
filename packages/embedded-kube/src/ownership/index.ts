/**
 * Who owns which field: server-side apply and metadata.managedFields, after structured-merge-diff.
 * In: a live object, what a request makes of it or applies to it, and the manager's name. Out: the resulting object with
 * managedFields, or a 409 naming the fields that belong to others.
 */
export { applyConfiguration } from "./apply.ts";
export { emptySet, setOfFields } from "./field-set.ts";
export type { FieldSet } from "./field-set.ts";
export type { OwnershipContext, Versioned } from "./ownership-context.ts";
export { recordUpdate } from "./record-update.ts";
