import { isJsonObject, jsonEqual, type JsonValue } from "../objects/index.ts";
import { mapKeyOf, schemaOfKey, type Schema } from "./schema.ts";

/** The old item that an item of a list corresponds to: by key in lists of type map, none in others. */
export function oldItemOf(
  schema: Schema | undefined,
  item: JsonValue,
  old: JsonValue | undefined,
): JsonValue | undefined {
  if (schema?.listType !== "map" || !Array.isArray(old)) return undefined;
  const key = mapKeyOf(schema, item);
  return old.find((candidate) => jsonEqual(mapKeyOf(schema, candidate), key));
}

function step(value: JsonValue | undefined, segment: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(segment)];
  return isJsonObject(value) ? value[segment] : undefined;
}

/**
 * Whether the value at a path, or something around it, is the same in the old object, so that a finding on it is not
 * this update's fault (the API server's CRD validation ratcheting).
 */
export function isUnchanged(
  schema: Schema,
  object: JsonValue,
  old: JsonValue | undefined,
  segments: readonly string[],
): boolean {
  let value: JsonValue | undefined = object;
  let before: JsonValue | undefined = old;
  let at: Schema | undefined = schema;
  for (const segment of segments) {
    if (value === undefined || before === undefined) return false;
    const next = step(value, segment);
    if (Array.isArray(value)) {
      before = next === undefined ? undefined : oldItemOf(at, next, before);
      at = at?.items;
    } else {
      before = step(before, segment);
      at = schemaOfKey(at, segment);
    }
    value = next;
    if (value !== undefined && before !== undefined && jsonEqual(value, before)) return true;
  }
  return false;
}
