/** Any JSON value; what a request's body is before anything is known about it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. Objects in storage are shared with the watch log and with readers: never change one, build another. */
// A type alias, because interfaces get no implicit index signature and could not be used where a JsonValue is wanted.
export type JsonObject = { [key: string]: JsonValue };

/** Whether a value is a JSON object (neither null nor an array). */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// JSON.parse and YAML's JSON schema yield nothing else; undefined and functions mark a caller's mistake.
function isJsonValue(value: unknown): value is JsonValue {
  return (
    value !== undefined &&
    typeof value !== "function" &&
    typeof value !== "symbol" &&
    typeof value !== "bigint"
  );
}

/** Parses JSON text; throws SyntaxError. */
export function parseJson(text: string): JsonValue {
  const parsed: unknown = JSON.parse(text);
  if (!isJsonValue(parsed)) throw new SyntaxError("not a JSON value");
  return parsed;
}

/** Brings a value of unknown origin (parsed YAML, for instance) into JSON by writing and reading it. */
export function toJson(value: unknown): JsonValue {
  return parseJson(JSON.stringify(value));
}

/** Deep equality of JSON values; the order of keys does not matter. */
export function jsonEqual(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => jsonEqual(item, right[index]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key], right[key]));
}

/** The value below a key, undefined when `value` is no object or has no such key. */
export function childOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The string below a path of keys, undefined when anything on the way is missing or of another type. */
export function stringAt(value: JsonValue | undefined, ...path: readonly string[]): string | undefined {
  const found = path.reduce<JsonValue | undefined>(childOf, value);
  return typeof found === "string" ? found : undefined;
}

/** The same object without some keys. */
export function omit(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
