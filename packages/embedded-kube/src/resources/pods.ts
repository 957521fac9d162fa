import {
  childOf,
  forbidden,
  isJsonObject,
  jsonEqual,
  stringAt,
  type FieldError,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from "../objects/index.ts";
import { setOfFields } from "../ownership/index.ts";
import { builtInResource, namedTable } from "./built-in.ts";
import { fieldText } from "./resource.ts";
import { column } from "./table-view.ts";

const DEFAULT_GRACE_SECONDS = 30;

const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const container = { ...anything, required: ["name"], properties: { name: { type: "string" } } };
const keyed = (items: JsonObject, key: string): JsonObject => ({
  type: "array",
  items,
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": [key],
});
const condition = {
  type: "object",
  required: ["type", "status"],
  "x-kubernetes-preserve-unknown-fields": true,
  properties: { type: { type: "string" }, status: { type: "string" } },
};

function list(object: JsonValue | undefined, key: string): readonly JsonObject[] {
  const found = childOf(object, key);
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** Why it is where it is, in a word: what a person sees first. */
function statusWord(pod: KubeObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) return "Terminating";
  const states = [...list(pod.status, "initContainerStatuses"), ...list(pod.status, "containerStatuses")];
  const waiting = states.map((one) => stringAt(one, "state", "waiting", "reason") ?? "");
  const ended = states.map((one) => stringAt(one, "state", "terminated", "reason") ?? "");
  return (
    stringAt(pod, "status", "reason") ??
    waiting.find((reason) => reason !== "" && reason !== "PodInitializing") ??
    ended.find((reason) => reason !== "" && reason !== "Completed") ??
    stringAt(pod, "status", "phase") ??
    "Unknown"
  );
}

function readyText(pod: KubeObject): string {
  const states = list(pod.status, "containerStatuses");
  const ready = states.filter((one) => one.ready === true).length;
  return `${String(ready)}/${String(list(pod.spec, "containers").length)}`;
}

/** What a write may change of a pod's spec is nothing here: a node is given to it by its binding. */
function findings(pod: KubeObject, old: KubeObject | undefined): FieldError[] {
  return old === undefined || jsonEqual(pod.spec, old.spec)
    ? []
    : [forbidden("spec", "pod updates may not change fields other than those of its metadata")];
}

/** v1 Pod, for servers that are started with pods. Nothing here runs one: that is for whoever plays its kubelet. */
export const pods = builtInResource({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  shortNames: ["po"],
  namespaced: true,
  hasStatus: true,
  endsWithGrace: true,
  description: "Pod is a collection of containers that can run on a host.",
  required: ["spec"],
  properties: {
    spec: {
      ...anything,
      required: ["containers"],
      description: "Specification of the desired behavior of the pod.",
      properties: {
        containers: { ...keyed(container, "name"), minItems: 1 },
        initContainers: keyed(container, "name"),
        nodeName: { type: "string" },
        terminationGracePeriodSeconds: { type: "integer", format: "int64" },
      },
    },
    status: {
      ...anything,
      description: "Most recently observed status of the pod.",
      properties: {
        phase: { type: "string" },
        conditions: keyed(condition, "type"),
        containerStatuses: { type: "array", items: anything },
        initContainerStatuses: { type: "array", items: anything },
      },
    },
  },
  table: namedTable([
    { column: column("Ready", "How many of its containers are ready."), cell: readyText },
    { column: column("Status", "The aggregate status of the containers in this pod."), cell: statusWord },
  ]),
  selectableFields: {
    "spec.nodeName": (pod) => stringAt(pod, "spec", "nodeName") ?? "",
    "spec.restartPolicy": (pod) => stringAt(pod, "spec", "restartPolicy") ?? "",
    "status.phase": (pod) => fieldText(childOf(pod.status, "phase")),
  },
  strategy: {
    normalize: (object) => {
      const { spec } = object;
      if (!isJsonObject(spec)) return object;
      const defaults = {
        restartPolicy: "Always",
        terminationGracePeriodSeconds: DEFAULT_GRACE_SECONDS,
        serviceAccountName: "default",
      };
      return { ...object, spec: { ...defaults, ...spec } };
    },
    prepareCreate: (pod) => ({ ...pod, status: { phase: "Pending" } }),
    validate: findings,
    ignoredFields: (subresource) => setOfFields([subresource === "status" ? "spec" : "status"]),
  },
});

/** How long its kubelet has to end it: none for one that no node has, or that has ended. */
export function graceOf(pod: KubeObject, asked: number | undefined): number {
  const phase = stringAt(pod, "status", "phase") ?? "";
  if (stringAt(pod, "spec", "nodeName") === undefined || ["Succeeded", "Failed"].includes(phase)) return 0;
  const own = childOf(pod.spec, "terminationGracePeriodSeconds");
  return asked ?? (typeof own === "number" ? own : DEFAULT_GRACE_SECONDS);
}
