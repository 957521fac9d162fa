import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";

/** RFC 3339 with six digits of a second, as metav1.MicroTime is written; other values stay as they are. */
export function microTime(value: JsonValue): JsonValue {
  if (typeof value !== "string") return value;
  const match = /^(.*T\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(value);
  return match === null ? value : `${match[1] ?? ""}.${(match[2] ?? "").padEnd(6, "0").slice(0, 6)}Z`;
}

/** The same object with some of its fields as MicroTime. */
export function withMicroTimes(object: JsonObject, fields: readonly string[]): JsonObject {
  const changed = fields.filter((field) => object[field] !== undefined);
  return changed.reduce<JsonObject>(
    (result, field) => ({ ...result, [field]: microTime(result[field] ?? null) }),
    object,
  );
}

/** The same object with MicroTimes in one of its sub-objects. */
export function withMicroTimesIn(object: JsonObject, key: string, fields: readonly string[]): JsonObject {
  const child = object[key];
  return isJsonObject(child) ? { ...object, [key]: withMicroTimes(child, fields) } : object;
}
