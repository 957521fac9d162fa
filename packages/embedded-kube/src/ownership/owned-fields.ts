import type { JsonObject, JsonValue } from "../objects/index.ts";
import type { Schema } from "../schema/index.ts";
import { FieldSetBuilder, type FieldSet } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";
import { fieldSchema, fieldsOf, isNamedField, isVoid, itemsOf, shapeOf } from "./shape.ts";

/** The set of all fields a configuration has, which is what applying it owns (structured-merge-diff's ToFieldSet). */
export function ownedFields(schema: Schema | undefined, object: JsonObject): FieldSet {
  return ofMap(schema, object);
}

function ofMap(schema: Schema | undefined, value: JsonObject): FieldSet {
  const set = new FieldSetBuilder();
  for (const [name, child] of Object.entries(value)) {
    const element = fieldElement(name);
    collect(fieldSchema(schema, name), child, set, element);
    const emptyMap = child === null || (!Array.isArray(child) && isVoid(child));
    if (emptyMap || !isNamedField(schema, name)) set.members.add(element);
  }
  return set;
}

function collect(
  schema: Schema | undefined,
  value: JsonValue,
  parent: FieldSetBuilder,
  element: string,
): void {
  const shape = shapeOf(schema, value);
  if (shape === "leaf") parent.members.add(element);
  else if (shape === "map") parent.attach(element, ofMap(schema, fieldsOf(value)));
  else if (schema !== undefined) parent.attach(element, ofList(schema, itemsOf(value)));
}

function ofList(schema: Schema, items: readonly JsonValue[]): FieldSet {
  const set = new FieldSetBuilder();
  const seen = new Set<string>();
  for (const item of items) {
    const element = itemElement(schema, item);
    // Items with the same key cannot be told apart: they are owned as one, without their fields.
    if (seen.has(element)) set.children.delete(element);
    else collect(schema.items, item, set, element);
    seen.add(element);
    set.members.add(element);
  }
  return set;
}

/**
 * Adds the named fields on the way to each path: a set of a.b.c then has a as well, but not a.b where b is a key of a
 * map (structured-merge-diff's EnsureNamedFieldsAreMembers). Without it removing a field would leave empty parents.
 */
export function withNamedFields(schema: Schema | undefined, set: FieldSet): FieldSet {
  const result = new FieldSetBuilder();
  for (const element of set.members) result.members.add(element);
  for (const [element, child] of set.children) {
    const name = element.slice(2);
    const isField = element.startsWith("f:");
    if (isField && isNamedField(schema, name)) result.members.add(element);
    result.attach(element, withNamedFields(isField ? fieldSchema(schema, name) : schema?.items, child));
  }
  return result;
}
