import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";
import { schemaOfKey, type Schema } from "../schema/index.ts";

/** How a value takes part in merging: as a whole, field by field, or item by item. */
export type Shape = "leaf" | "map" | "list";

/**
 * The shape of a place in an object. Lists merge only where the schema makes them sets or maps; where there is no
 * schema (preserved unknown fields) objects merge field by field and lists are leaves, as in a deduced type.
 */
export function shapeOf(schema: Schema | undefined, ...values: readonly (JsonValue | undefined)[]): Shape {
  const present = values.filter((value) => value !== undefined && value !== null);
  if (present.length > 0 && present.every(isJsonObject)) {
    return schema?.atomicMap === true || schema?.intOrString === true ? "leaf" : "map";
  }
  if (present.length > 0 && present.every(Array.isArray)) {
    return schema === undefined || schema.listType === "atomic" ? "leaf" : "list";
  }
  if (present.length > 0) return "leaf";
  if (schema?.type === "object" && !schema.atomicMap) return "map";
  return schema?.type === "array" && schema.listType !== "atomic" ? "list" : "leaf";
}

/** Whether the schema names a field, which then is no key of a map. */
export function isNamedField(schema: Schema | undefined, name: string): boolean {
  return schema?.properties.has(name) === true;
}

/** The fields of a value, none when it is no object. */
export function fieldsOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The items of a value, none when it is no list. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** Schema of a field's value. */
export function fieldSchema(schema: Schema | undefined, name: string): Schema | undefined {
  return schemaOfKey(schema, name);
}

/** Whether a value is missing, null, or has nothing in it: such places count as leaves, so that {} and [] are kept. */
export function isVoid(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}
