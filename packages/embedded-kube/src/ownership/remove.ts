import type { JsonObject, JsonValue } from "../objects/index.ts";
import type { Schema } from "../schema/index.ts";
import { emptySet, isEmptySet, type FieldSet } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";
import { fieldSchema, fieldsOf, itemsOf, shapeOf } from "./shape.ts";

/** Removes a set of fields from an object; maps and lists that become empty by it go, too. */
export function removeFields(schema: Schema | undefined, object: JsonObject, set: FieldSet): JsonObject {
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    const kept = removeAt(fieldSchema(schema, name), value, set, fieldElement(name));
    if (kept !== undefined) result[name] = kept;
  }
  return result;
}

function removeAt(
  schema: Schema | undefined,
  value: JsonValue,
  set: FieldSet,
  element: string,
): JsonValue | undefined {
  if (set.members.has(element)) return undefined;
  const below = set.children.get(element) ?? emptySet;
  if (isEmptySet(below)) return value;
  const shape = shapeOf(schema, value);
  // Fields below a leaf can be in a set only when the schema changed; nothing of the leaf can be kept then.
  if (shape === "leaf") return typeof value === "object" && value !== null ? undefined : value;
  if (shape === "map" || schema === undefined) {
    const rest = removeFields(schema, fieldsOf(value), below);
    return Object.keys(rest).length === 0 ? undefined : rest;
  }
  const items = itemsOf(value)
    .map((item) => removeAt(schema.items, item, below, itemElement(schema, item)))
    .filter((item) => item !== undefined);
  return items.length === 0 ? undefined : items;
}
