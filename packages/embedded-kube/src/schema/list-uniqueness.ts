import { duplicate, invalid, isJsonObject, type FieldError, type JsonValue } from "../objects/index.ts";
import { mapKeyOf, schemaOfKey, type Schema } from "./schema.ts";

/** Finds items that appear twice in lists of type set, or have the key of another in lists of type map. */
export function duplicateItems(schema: Schema | undefined, value: JsonValue, path = ""): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value)) {
    const below = value.flatMap((item, index) => duplicateItems(schema.items, item, `${path}[${index}]`));
    return [...duplicatesIn(schema, value, path), ...below];
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const place = schema.properties.has(key) ? (path === "" ? key : `${path}.${key}`) : `${path}[${key}]`;
    return duplicateItems(schemaOfKey(schema, key), child, place);
  });
}

function duplicatesIn(schema: Schema, list: readonly JsonValue[], path: string): FieldError[] {
  if (schema.listType === "atomic") return [];
  if (schema.listType === "map") {
    const wrong = list.findIndex((item) => item !== null && !isJsonObject(item));
    if (wrong >= 0) {
      return [invalid(`${path}[${wrong}]`, list[wrong], "must be an object for an array of list-type map")];
    }
  }
  const identities = list.map((item) => (schema.listType === "map" ? mapKeyOf(schema, item) : item));
  const seen = new Map<string, number>();
  return identities.flatMap((identity, index) => {
    const text = JSON.stringify(identity);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    // Only the second appearance is reported, as the API server does.
    return times === 2 ? [duplicate(`${path}[${index}]`, identity)] : [];
  });
}
