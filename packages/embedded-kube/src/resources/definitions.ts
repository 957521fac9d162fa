import { wholeSeconds } from "@gastown/system";
import {
  isJsonObject,
  isKubeObject,
  type JsonObject,
  type KubeObject,
  toJson,
  withMetadata,
} from "../objects/index.ts";
import { builtInResource, namedTable } from "./built-in.ts";
import { column } from "./table-view.ts";

/**
 * apiextensions.k8s.io/v1 CustomResourceDefinition, to read: clients ask it which kinds exist. The definitions come from
 * the server's options and cannot be changed while it runs.
 */
export const definitions = builtInResource({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  namespaced: false,
  verbs: ["get", "list", "watch"],
  restriction: "this server's definitions come with the operator's program, and change only with its version",
  description: "CustomResourceDefinition represents a resource that should be exposed on the API server.",
  properties: {
    spec: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  },
  table: namedTable([
    {
      column: column("Created At", "When the definition was created."),
      cell: (object) => object.metadata.creationTimestamp ?? "",
    },
  ]),
});

/** A definition as the API server shows it once it serves its kind. */
export function establishedDefinition(definition: unknown, uid: string, now: number): KubeObject {
  const written = toJson(definition);
  if (!isKubeObject(written))
    throw new TypeError("A CustomResourceDefinition has to have apiVersion, kind and metadata.");
  const time = wholeSeconds(now);
  const conditions = ["NamesAccepted", "Established"].map((type): JsonObject => ({
    type,
    status: "True",
    lastTransitionTime: time,
    reason: type === "Established" ? "InitialNamesAccepted" : "NoConflicts",
    message: type === "Established" ? "the initial names have been accepted" : "no conflicts found",
  }));
  const spec = isJsonObject(written.spec) ? written.spec : {};
  return {
    ...withMetadata(written, { uid, generation: 1, creationTimestamp: time }),
    status: { acceptedNames: spec.names ?? {}, conditions, storedVersions: storedVersions(spec) },
  };
}

function storedVersions(spec: JsonObject): string[] {
  const versions = Array.isArray(spec.versions) ? spec.versions.filter(isJsonObject) : [];
  return versions.flatMap((version) =>
    version.storage === true && typeof version.name === "string" ? [version.name] : [],
  );
}
