import { DecodingError, isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";

const layout = "2006-01-02T15:04:05.000000Z07:00";

function unreadable(text: string, rest: string, part: string): DecodingError {
  const [value, at, wanted, end] = [text, layout, part, rest].map((word) => JSON.stringify(word));
  return new DecodingError(
    `parsing time ${value ?? ""} as ${at ?? ""}: cannot parse ${end ?? ""} as ${wanted ?? ""}`,
  );
}

/**
 * metav1.MicroTime: RFC 3339 with exactly six digits of a second, in UTC. Throws DecodingError for more or fewer digits,
 * because kube-apiserver refuses them: a client that got away with it here would fail there.
 */
export function microTime(value: JsonValue): JsonValue {
  if (typeof value !== "string") return value;
  const [, seconds, rest = ""] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(.*)$/.exec(value) ?? [];
  if (seconds === undefined) throw unreadable(value, value, "2006");
  const [fraction] = /^\.\d{6}/.exec(rest) ?? [];
  if (fraction === undefined) throw unreadable(value, rest, ".000000");
  const zone = rest.slice(fraction.length);
  if (!/^(Z|[+-]\d\d:\d\d)$/.test(zone)) throw unreadable(value, zone, "Z07:00");
  const inUtc = new Date(`${seconds}${zone}`).toISOString().slice(0, 19);
  return `${inUtc}${fraction}Z`;
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
