import type { JsonObject } from "../objects/index.ts";
import { compareObjects, withoutFields, type Comparison } from "./compare.ts";
import { difference, intersection, isEmptySet, union, type FieldSet } from "./field-set.ts";
import type { Managed, ManagedEntry } from "./managed-fields.ts";
import type { OwnershipContext } from "./ownership-context.ts";

/** What a change does to the ownership of others. */
export interface Transfer {
  /** The entries after the change; what changed or went belongs to none of the others any longer. */
  readonly managed: Managed;
  readonly comparison: Comparison;
  /** Fields the change took from others, by manager. */
  readonly conflicts: ReadonlyMap<string, FieldSet>;
}

function comparisonIn(
  context: OwnershipContext,
  apiVersion: string,
  live: JsonObject,
  next: JsonObject,
): Comparison | undefined {
  if (apiVersion === context.apiVersion) {
    return withoutFields(compareObjects(context.schema, live, next), context.ignored);
  }
  const before = context.inVersion(live, apiVersion);
  const after = context.inVersion(next, apiVersion);
  if (before === undefined || after === undefined) return undefined;
  return withoutFields(compareObjects(after.schema, before.object, after.object), context.ignored);
}

/**
 * Takes changed and removed fields from every manager but `self` (structured-merge-diff's Updater.update). Entries in
 * versions that are not served any longer are dropped, as are entries left without fields.
 */
export function transferFields(
  context: OwnershipContext,
  live: JsonObject,
  next: JsonObject,
  managed: Managed,
  self: string | undefined,
): Transfer {
  const comparisons = new Map<string, Comparison | undefined>();
  const compared = (apiVersion: string) => {
    if (!comparisons.has(apiVersion))
      comparisons.set(apiVersion, comparisonIn(context, apiVersion, live, next));
    return comparisons.get(apiVersion);
  };
  const conflicts = new Map<string, FieldSet>();
  const left = new Map<string, ManagedEntry>();
  for (const [id, entry] of managed) {
    const comparison = id === self ? undefined : compared(entry.apiVersion);
    if (id === self) left.set(id, entry);
    if (comparison === undefined) continue;
    const taken = intersection(entry.set, union(comparison.modified, comparison.added));
    if (!isEmptySet(taken)) conflicts.set(id, taken);
    const set = difference(difference(entry.set, taken), comparison.removed);
    if (!isEmptySet(set)) left.set(id, { ...entry, set });
  }
  for (const [id, entry] of left) if (isEmptySet(entry.set)) left.delete(id);
  const comparison = comparisonIn(context, context.apiVersion, live, next);
  const none = compareObjects(context.schema, {}, {});
  return { managed: left, comparison: comparison ?? none, conflicts };
}
