import { stringAt, withMetadata } from "../objects/index.ts";
import { setOfFields } from "../ownership/index.ts";
import { builtInResource, namedTable } from "./built-in.ts";
import { column } from "./table-view.ts";

const condition = {
  type: "object",
  required: ["type", "status"],
  properties: {
    type: { type: "string" },
    status: { type: "string" },
    reason: { type: "string" },
    message: { type: "string" },
    lastTransitionTime: { type: "string", format: "date-time" },
  },
};

/** Name of the label by which a namespace can be selected; the API server sets it on every namespace. */
const nameLabel = "kubernetes.io/metadata.name";

/** core/v1 Namespace. */
export const namespaces = builtInResource({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  namespaced: false,
  hasStatus: true,
  verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  labelNames: true,
  description: "Namespace provides a scope for Names. Use of multiple namespaces is optional.",
  properties: {
    spec: {
      type: "object",
      description: "Spec defines the behavior of the Namespace.",
      properties: { finalizers: { type: "array", items: { type: "string" } } },
    },
    status: {
      type: "object",
      description: "Status describes the current status of a Namespace.",
      properties: {
        phase: { type: "string" },
        conditions: {
          type: "array",
          items: condition,
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["type"],
        },
      },
    },
  },
  table: namedTable([
    {
      column: column("Status", "The status of the namespace"),
      cell: (object) => stringAt(object, "status", "phase") ?? "",
    },
  ]),
  selectableFields: { "status.phase": (object) => stringAt(object, "status", "phase") ?? "" },
  strategy: {
    prepareCreate: (object) => ({
      ...object,
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    }),
    normalize: (object) => {
      const name = stringAt(object, "metadata", "name");
      const { metadata } = object;
      if (name === undefined || typeof metadata !== "object" || metadata === null || Array.isArray(metadata))
        return object;
      const labels =
        typeof metadata.labels === "object" && !Array.isArray(metadata.labels) ? metadata.labels : {};
      return { ...object, metadata: { ...metadata, labels: { ...labels, [nameLabel]: name } } };
    },
    ignoredFields: (subresource) => setOfFields([subresource === "status" ? "spec" : "status"]),
  },
});

/** A namespace as the server itself creates it. */
export function systemNamespace(name: string) {
  return withMetadata(
    { apiVersion: "v1", kind: "Namespace", metadata: {} },
    { name, labels: { [nameLabel]: name } },
  );
}
