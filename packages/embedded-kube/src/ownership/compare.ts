import { jsonEqual, type JsonObject, type JsonValue } from "../objects/index.ts";
import type { Schema } from "../schema/index.ts";
import { FieldSetBuilder, recursiveDifference, type FieldSet } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";
import { fieldSchema, fieldsOf, isVoid, itemsOf, shapeOf } from "./shape.ts";

/** Which fields a change added, changed and removed. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

class ComparisonBuilder implements Comparison {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();

  attach(element: string, child: Comparison): void {
    this.added.attach(element, child.added);
    this.modified.attach(element, child.modified);
    this.removed.attach(element, child.removed);
  }
}

/** Compares two objects field by field (structured-merge-diff's Compare). */
export function compareObjects(schema: Schema | undefined, left: JsonObject, right: JsonObject): Comparison {
  return compareMaps(schema, left, right);
}

/** The same comparison without some fields and what lies below them. */
export function withoutFields(comparison: Comparison, ignored: FieldSet): Comparison {
  return {
    added: recursiveDifference(comparison.added, ignored),
    modified: recursiveDifference(comparison.modified, ignored),
    removed: recursiveDifference(comparison.removed, ignored),
  };
}

function compareMaps(schema: Schema | undefined, left: JsonObject, right: JsonObject): Comparison {
  const result = new ComparisonBuilder();
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    compareAt(fieldSchema(schema, name), fieldElement(name), left[name], right[name], result);
  }
  return result;
}

function compareAt(
  schema: Schema | undefined,
  element: string,
  left: JsonValue | undefined,
  right: JsonValue | undefined,
  out: ComparisonBuilder,
): void {
  // Most of an object is untouched by a write; equal subtrees contribute nothing.
  if (left === right) return;
  const shape = shapeOf(schema, left, right);
  const isLeaf = shape === "leaf" || (isVoid(left) && isVoid(right));
  if (!isLeaf) {
    out.attach(
      element,
      shape === "map" || schema === undefined
        ? compareMaps(schema, fieldsOf(left), fieldsOf(right))
        : compareLists(schema, itemsOf(left), itemsOf(right)),
    );
  } else if (left !== undefined && right !== undefined && !jsonEqual(left, right)) {
    out.modified.members.add(element);
  }
  if (left === undefined) out.added.members.add(element);
  else if (right === undefined) out.removed.members.add(element);
}

function byElement(schema: Schema, items: readonly JsonValue[]): Map<string, JsonValue[]> {
  const groups = new Map<string, JsonValue[]>();
  for (const item of items) {
    const element = itemElement(schema, item);
    groups.set(element, [...(groups.get(element) ?? []), item]);
  }
  return groups;
}

function compareLists(schema: Schema, left: readonly JsonValue[], right: readonly JsonValue[]): Comparison {
  const result = new ComparisonBuilder();
  const lefts = byElement(schema, left);
  const rights = byElement(schema, right);
  for (const element of new Set([...lefts.keys(), ...rights.keys()])) {
    const before = lefts.get(element) ?? [];
    const after = rights.get(element) ?? [];
    if (before.length > 1 || after.length > 1) {
      // Duplicates are compared as one atomic value; they cannot be matched with each other.
      if (!jsonEqual(before, after)) result.modified.members.add(element);
      continue;
    }
    compareAt(schema.items, element, before[0], after[0], result);
  }
  return result;
}
