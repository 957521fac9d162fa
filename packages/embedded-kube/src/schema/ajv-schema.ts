import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";
import { checkedFormats } from "./formats.ts";

const copied = [
  "required", "pattern", "minLength", "maxLength", "minItems", "maxItems",
  "minProperties", "maxProperties", "multipleOf", "uniqueItems",
]; // prettier-ignore
const schemaMaps = ["properties", "patternProperties"];
const schemaLists = ["allOf", "anyOf", "oneOf"];

function mapped(value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, toAjvSchema(child)]));
}

function bounds(raw: JsonObject): JsonObject {
  // OpenAPI v3.0 marks a bound as exclusive with a boolean; ajv's draft has a number of its own for it.
  const result: JsonObject = {};
  if (raw.minimum !== undefined)
    result[raw.exclusiveMinimum === true ? "exclusiveMinimum" : "minimum"] = raw.minimum;
  if (raw.maximum !== undefined)
    result[raw.exclusiveMaximum === true ? "exclusiveMaximum" : "maximum"] = raw.maximum;
  return result;
}

function typeOf(raw: JsonObject): JsonObject {
  const nullable = raw.nullable === true;
  if (raw["x-kubernetes-int-or-string"] === true) {
    return { type: nullable ? ["integer", "string", "null"] : ["integer", "string"] };
  }
  if (raw.type === undefined) return {};
  return { type: nullable ? [raw.type, "null"] : raw.type };
}

function enumOf(raw: JsonObject): JsonObject {
  if (!Array.isArray(raw.enum)) return {};
  return { enum: raw.nullable === true ? [...raw.enum, null] : raw.enum };
}

/** Turns a node of a structural schema into the JSON schema that ajv compiles, dropping what does not validate. */
export function toAjvSchema(node: JsonValue): JsonValue {
  if (!isJsonObject(node)) return node;
  const result: JsonObject = { ...typeOf(node), ...bounds(node), ...enumOf(node) };
  for (const key of copied) if (node[key] !== undefined) result[key] = node[key];
  if (typeof node.format === "string" && Object.hasOwn(checkedFormats, node.format))
    result.format = node.format;
  for (const key of schemaMaps) if (node[key] !== undefined) result[key] = mapped(node[key]);
  for (const key of schemaLists) {
    const list = node[key];
    if (Array.isArray(list)) result[key] = list.map(toAjvSchema);
  }
  for (const key of ["items", "not", "additionalProperties"]) {
    if (isJsonObject(node[key])) result[key] = toAjvSchema(node[key]);
  }
  return result;
}
