import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";
import { schemaOfKey, type Schema } from "./schema.ts";

/** An object without the fields its schema does not know, and the paths of those fields in alphabetical order. */
export interface Pruned {
  readonly object: JsonObject;
  readonly unknown: readonly string[];
}

/** Removes unknown fields, as the API server does on decoding; x-kubernetes-preserve-unknown-fields keeps them. */
export function prune(schema: Schema, object: JsonObject): Pruned {
  const unknown: string[] = [];
  const pruned = pruneObject(schema, object, "", unknown);
  return { object: pruned, unknown: unknown.sort() };
}

function pruneValue(
  schema: Schema | undefined,
  value: JsonValue,
  path: string,
  unknown: string[],
): JsonValue {
  if (schema === undefined) return value;
  if (isJsonObject(value)) return pruneObject(schema, value, path, unknown);
  if (!Array.isArray(value)) return value;
  const items = value.map((item, index) => pruneValue(schema.items, item, `${path}[${index}]`, unknown));
  return items.some((item, index) => item !== value[index]) ? items : value;
}

const typeAndMetadata = new Set(["apiVersion", "kind", "metadata"]);

function pruneObject(schema: Schema, value: JsonObject, path: string, unknown: string[]): JsonObject {
  const kept: JsonObject = {};
  let changed = false;
  for (const [key, child] of Object.entries(value)) {
    const childPath = path === "" ? key : `${path}.${key}`;
    const childSchema = schemaOfKey(schema, key);
    const free =
      schema.preserveUnknown ||
      schema.additional === true ||
      (schema.embeddedResource && typeAndMetadata.has(key));
    if (childSchema === undefined && !free) {
      unknown.push(childPath);
      changed = true;
      continue;
    }
    const next = pruneValue(childSchema, child, childPath, unknown);
    if (next !== child) changed = true;
    kept[key] = next;
  }
  return changed ? kept : value;
}

/** Removes nulls at any depth: what decoding into a Go struct does with them. */
export function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutNulls(child)]));
}
