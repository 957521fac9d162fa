import {
  childOf,
  isKubeObject,
  stringAt,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from "../objects/index.ts";
import { builtInResource } from "./built-in.ts";
import { toCoreEvent, toNewEvent, withEmptyFields } from "./event-conversion.ts";
import { eventFindings } from "./event-validation.ts";
import { ageOf } from "./human-duration.ts";
import { withMicroTimes, withMicroTimesIn } from "./micro-time.ts";
import { column, nameColumn, type TableView } from "./table-view.ts";

const text = { type: "string" };
// Times of Events may be null, which is how typed clients write a time that is not set.
const time = { type: "string", format: "date-time", nullable: true };
const reference = {
  type: "object",
  "x-kubernetes-map-type": "atomic",
  properties: {
    apiVersion: text,
    fieldPath: text,
    kind: text,
    name: text,
    namespace: text,
    resourceVersion: text,
    uid: text,
  },
};
const source = { type: "object", properties: { component: text, host: text } };
const series = {
  type: "object",
  nullable: true,
  properties: { count: { type: "integer", format: "int32" }, lastObservedTime: time },
};
const shared: JsonObject = {
  action: text,
  eventTime: time,
  reason: text,
  related: { ...reference, nullable: true },
  reportingInstance: text,
  series,
  type: text,
};

function cells(stored: KubeObject, now: number): JsonValue[] {
  const object = toCoreEvent(stored);
  const at = (key: string) => stringAt(object, key);
  const first = ageOf(at("firstTimestamp") ?? at("eventTime"), now);
  const last = at("lastTimestamp") === undefined ? first : ageOf(at("lastTimestamp"), now);
  const lastInSeries = stringAt(object, "series", "lastObservedTime");
  const kind = (stringAt(object, "involvedObject", "kind") ?? "").toLowerCase();
  const name = stringAt(object, "involvedObject", "name") ?? "";
  const component = stringAt(object, "source", "component") ?? at("reportingComponent") ?? "";
  const host = stringAt(object, "source", "host") ?? at("reportingInstance") ?? "";
  return [
    lastInSeries === undefined ? last : ageOf(lastInSeries, now),
    at("type") ?? "",
    at("reason") ?? "",
    name === "" ? kind : `${kind}/${name}`,
    stringAt(object, "involvedObject", "fieldPath") ?? "",
    host === "" ? component : `${component}, ${host}`,
    (at("message") ?? "").trim(),
    first,
    childOf(object.series, "count") ?? object.count ?? 1,
    object.metadata.name ?? "",
  ];
}

const table: TableView = {
  columns: [
    column("Last Seen", "The time at which the most recent occurrence of this event was recorded."),
    column("Type", "Type of this event (Normal, Warning), new types could be added in the future"),
    column(
      "Reason",
      "This should be a short, machine understandable string that gives the reason for the event.",
    ),
    column("Object", "The object that this event is about."),
    column("Subobject", "The part of the object that this event is about.", { priority: 1 }),
    column("Source", "The component reporting this event.", { priority: 1 }),
    column("Message", "A human-readable description of the status of this operation."),
    column("First Seen", "The time at which the event was first recorded.", { priority: 1 }),
    column("Count", "The number of times this event has occurred.", { priority: 1 }),
    { ...nameColumn, priority: 1 },
  ],
  cells,
};

type Select = (object: KubeObject) => string;

function selectors(involved: string, component: string): Record<string, Select> {
  const at =
    (...path: readonly string[]): Select =>
    (object) =>
      stringAt(toCoreEvent(object), ...path) ?? "";
  const parts = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];
  return {
    ...Object.fromEntries(parts.map((part) => [`${involved}.${part}`, at("involvedObject", part)])),
    reason: at("reason"),
    type: at("type"),
    [component]: at("reportingComponent"),
    source: (object) => at("source", "component")(object) || at("reportingComponent")(object),
  };
}

function normalize(object: JsonObject): JsonObject {
  return withEmptyFields(
    withMicroTimesIn(withMicroTimes(object, ["eventTime"]), "series", ["lastObservedTime"]),
  );
}

const storage = "/events";

/** core/v1 Event. */
export const coreEvents = builtInResource({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  namespaced: true,
  storage,
  createOnUpdate: true,
  description: "Event is a report of an event somewhere in the cluster.",
  required: ["involvedObject"],
  properties: {
    ...shared,
    count: { type: "integer", format: "int32" },
    firstTimestamp: time,
    lastTimestamp: time,
    involvedObject: reference,
    message: text,
    reportingComponent: text,
    source,
  },
  table,
  selectableFields: selectors("involvedObject", "reportingComponent"),
  strategy: { normalize, validate: (object, old) => eventFindings(object, old, false) },
});

/** events.k8s.io/v1 Event, the same objects under their newer names. */
export const newEvents = builtInResource({
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  namespaced: true,
  storage,
  createOnUpdate: true,
  description:
    "Event is a report of an event somewhere in the cluster. It generally denotes some state change in the system.",
  properties: {
    ...shared,
    deprecatedCount: { type: "integer", format: "int32" },
    deprecatedFirstTimestamp: time,
    deprecatedLastTimestamp: time,
    deprecatedSource: source,
    note: text,
    regarding: reference,
    reportingController: text,
  },
  table,
  selectableFields: selectors("regarding", "reportingController"),
  strategy: {
    normalize,
    validate: (object, old) =>
      eventFindings(toCoreEvent(object), old === undefined ? undefined : toCoreEvent(old), true),
    toStorage: (object) => {
      const core = withEmptyFields(toCoreEvent(object));
      return isKubeObject(core) ? core : object;
    },
    fromStorage: toNewEvent,
  },
});
