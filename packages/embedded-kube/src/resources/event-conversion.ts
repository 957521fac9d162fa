import { omit, type JsonObject, type KubeObject } from "../objects/index.ts";

// events.k8s.io/v1 names on the left, core/v1 names on the right: one Event, kept in its core form.
const names: readonly (readonly [string, string])[] = [
  ["regarding", "involvedObject"],
  ["note", "message"],
  ["reportingController", "reportingComponent"],
  ["deprecatedSource", "source"],
  ["deprecatedFirstTimestamp", "firstTimestamp"],
  ["deprecatedLastTimestamp", "lastTimestamp"],
  ["deprecatedCount", "count"],
];

function renamed(
  object: KubeObject,
  pairs: readonly (readonly [string, string])[],
  apiVersion: string,
): KubeObject {
  const result: KubeObject = { ...object, apiVersion };
  for (const [from, to] of pairs) {
    const value = object[from];
    Reflect.deleteProperty(result, from);
    if (value !== undefined) result[to] = value;
  }
  return result;
}

/** An events.k8s.io/v1 Event as core/v1 has it. */
export function toCoreEvent(object: KubeObject): KubeObject {
  return object.apiVersion === "v1" ? object : renamed(object, names, "v1");
}

// Stored Events never change; converting each once lets watches share what they write.
const converted = new WeakMap<KubeObject, KubeObject>();

/** A core/v1 Event as events.k8s.io/v1 has it. */
export function toNewEvent(object: KubeObject): KubeObject {
  if (object.apiVersion !== "v1") return object;
  const known = converted.get(object);
  if (known !== undefined) return known;
  const result = inNewNames(object);
  converted.set(object, result);
  return result;
}

function inNewNames(object: KubeObject): KubeObject {
  return renamed(
    object,
    names.map(([newer, core]) => [core, newer] as const),
    "events.k8s.io/v1",
  );
}

/** Fields that Go writes even when they are empty; typed clients tell old Events from new ones by their nulls. */
export function withEmptyFields(object: JsonObject): JsonObject {
  const core = object.apiVersion === "v1";
  const empty: JsonObject = core
    ? {
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        eventTime: null,
        reportingComponent: "",
        reportingInstance: "",
      }
    : {
        regarding: {},
        eventTime: null,
        deprecatedSource: {},
        deprecatedFirstTimestamp: null,
        deprecatedLastTimestamp: null,
      };
  const missing = Object.keys(empty).filter((key) => object[key] === undefined);
  return missing.length === 0
    ? object
    : {
        ...object,
        ...omit(
          empty,
          Object.keys(empty).filter((key) => !missing.includes(key)),
        ),
      };
}
