import { isJsonObject, omit, type JsonObject, type JsonValue } from "../objects/index.ts";
import type { Schema } from "./schema.ts";

/** What CEL expressions work on: integers are bigint, timestamps Date, property names escaped. */
export type CelValue =
  string | number | bigint | boolean | null | Date | CelValue[] | { [key: string]: CelValue };

const reserved = new Set([
  "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
  "let", "loop", "package", "namespace", "return", "var", "void", "while",
]); // prettier-ignore

/** Escapes a property's name so that an expression can select it (Kubernetes' rules: `__namespace__`, `a__dash__b`). */
function escapeName(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name
    .replaceAll("__", "__underscores__")
    .replaceAll(".", "__dot__")
    .replaceAll("-", "__dash__")
    .replaceAll("/", "__slash__");
}

function scalar(schema: Schema | undefined, value: string | number | boolean | null): CelValue {
  if (typeof value === "number") {
    const isDouble = schema?.type === "number" || !Number.isInteger(value);
    return isDouble ? value : BigInt(value);
  }
  if (typeof value === "string" && schema?.format === "date-time") return new Date(value);
  return value;
}

/** Converts a JSON value to what expressions see. Fields that the schema does not name stay invisible. */
export function toCel(schema: Schema | undefined, value: JsonValue): CelValue {
  if (Array.isArray(value)) return value.map((item) => toCel(schema?.items, item));
  if (!isJsonObject(value)) return scalar(schema, value);
  const result: Record<string, CelValue> = {};
  for (const [key, child] of Object.entries(value)) {
    const property = schema?.properties.get(key);
    if (property !== undefined) result[escapeName(key)] = toCel(property, child);
    else if (schema === undefined) result[key] = toCel(undefined, child);
    else if (typeof schema.additional === "object") result[key] = toCel(schema.additional, child);
  }
  return result;
}

/** The part of a resource's metadata that rules at its root may read. */
export function visibleRoot(object: JsonObject): JsonObject {
  if (!isJsonObject(object.metadata)) return object;
  const hidden = Object.keys(object.metadata).filter((key) => key !== "name" && key !== "generateName");
  return { ...object, metadata: omit(object.metadata, hidden) };
}
