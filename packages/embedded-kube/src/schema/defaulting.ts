import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";
import { schemaOfKey, type Schema } from "./schema.ts";

/**
 * Fills in the defaults of a schema. A null where null is not permitted counts as missing, as it does for the API server:
 * it makes room for the default, or goes. Gives the same value back when nothing was missing.
 */
export function withDefaults(schema: Schema | undefined, value: JsonValue): JsonValue {
  if (schema === undefined) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => withDefaults(schema.items, item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return isJsonObject(value) ? objectWithDefaults(schema, value) : value;
}

function objectWithDefaults(schema: Schema, value: JsonObject): JsonObject {
  let result = value;
  const set = (key: string, next: JsonValue) => {
    if (result === value) result = { ...value };
    result[key] = next;
  };
  for (const [key, property] of schema.properties) {
    if (property.default === undefined) continue;
    const present = Object.hasOwn(value, key) && (value[key] !== null || property.nullable);
    if (!present) set(key, property.default);
  }
  for (const [key, child] of Object.entries(result)) {
    const childSchema = schemaOfKey(schema, key);
    if (child === null && childSchema?.nullable === false) {
      if (result === value) result = { ...value };
      Reflect.deleteProperty(result, key);
      continue;
    }
    const filled = withDefaults(childSchema, child);
    if (filled !== child) set(key, filled);
  }
  return result;
}
