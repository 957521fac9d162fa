import {
  childOf,
  invalid,
  jsonEqual,
  required,
  stringAt,
  type FieldError,
  type KubeObject,
} from "../objects/index.ts";

type Finding = FieldError | false;

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && value !== 0;
}

function tooLongFor(object: KubeObject, field: string, most: number): Finding {
  const value = stringAt(object, field) ?? "";
  return value.length > most && invalid(field, "", `can have at most ${most} characters`);
}

function missing(object: KubeObject, field: string): Finding {
  return !isSet(object[field]) && required(field === "reportingComponent" ? "reportingController" : field);
}

function namespaceFinding(object: KubeObject): Finding {
  const involved = stringAt(object, "involvedObject", "namespace") ?? "";
  const own = object.metadata.namespace ?? "";
  const modern = isSet(object.eventTime);
  const permitted = modern
    ? involved !== "" || own === "default" || own === "kube-system"
    : involved === own || (involved === "" && own === "default");
  return !permitted && invalid("involvedObject.namespace", involved, "does not match event.namespace");
}

function modernFindings(object: KubeObject): Finding[] {
  return [
    missing(object, "reportingComponent"),
    missing(object, "reportingInstance"),
    tooLongFor(object, "reportingInstance", 128),
    missing(object, "action"),
    tooLongFor(object, "action", 128),
    missing(object, "reason"),
    tooLongFor(object, "reason", 128),
    tooLongFor(object, "message", 1024),
  ];
}

function seriesFindings(object: KubeObject): Finding[] {
  const { series } = object;
  if (!isSet(series)) return [];
  const count = childOf(series, "count");
  return [
    (typeof count !== "number" || count < 2) && invalid("series.count", "", "should be at least 2"),
    !isSet(childOf(series, "lastObservedTime")) && required("series.lastObservedTime"),
  ];
}

function strictCreateFindings(object: KubeObject): Finding[] {
  const unset = ["firstTimestamp", "lastTimestamp", "count"].filter((field) => isSet(object[field]));
  const hasSource =
    isSet(stringAt(object, "source", "component")) || isSet(stringAt(object, "source", "host"));
  const type = stringAt(object, "type") ?? "";
  return [
    ...seriesFindings(object),
    !isSet(object.eventTime) && required("eventTime"),
    type !== "Normal" && type !== "Warning" && invalid("type", "", `has invalid value: ${type}`),
    ...unset.map((field) => invalid(field, "", "needs to be unset")),
    hasSource && invalid("source", "", "needs to be unset"),
  ];
}

const immutable = [
  "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type", "eventTime",
  "action", "related", "reportingComponent", "reportingInstance",
]; // prettier-ignore

function strictUpdateFindings(object: KubeObject, old: KubeObject): Finding[] {
  const changed = immutable.filter((field) => !jsonEqual(object[field] ?? null, old[field] ?? null));
  return [
    ...(jsonEqual(object.series ?? null, old.series ?? null) ? [] : seriesFindings(object)),
    ...changed.map((field) => invalid(field, object[field], "field is immutable")),
  ];
}

/**
 * What kube-apiserver finds wrong with an Event, given in its core/v1 form. `strict` is for requests to events.k8s.io/v1,
 * which forbids the old fields and lets nothing but the series change.
 */
export function eventFindings(
  object: KubeObject,
  old: KubeObject | undefined,
  strict: boolean,
): FieldError[] {
  const findings: Finding[] = [namespaceFinding(object)];
  if (isSet(object.eventTime)) findings.push(...modernFindings(object));
  if (strict)
    findings.push(...(old === undefined ? strictCreateFindings(object) : strictUpdateFindings(object, old)));
  return findings.filter((finding) => finding !== false);
}
