import { childOf, isJsonObject, type JsonObject } from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";

/** The component that every object's metadata refers to. */
export const metaComponent = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** The name of a kind's component, such as io.gastown.gastown.v1alpha1.Polecat. */
export function componentOf({ group, version, kind, custom }: Resource): string {
  const domain = custom ? group.split(".").reverse().join(".") : `io.k8s.api.${group.split(".")[0] ?? ""}`;
  return `${group === "" ? "io.k8s.api.core" : domain}.${version}.${kind}`;
}

/** A kind's schema as it is published: complete with type and metadata, and marked with the kind it describes. */
export function schemaComponent(resource: Resource): readonly [string, JsonObject] {
  const { raw } = resource.schema;
  const written = childOf(raw, "properties");
  const typed = (name: string): JsonObject => ({
    type: "string",
    description: resource.schema.properties.get(name)?.raw.description ?? "",
  });
  const schema: JsonObject = {
    ...raw,
    properties: {
      apiVersion: typed("apiVersion"),
      kind: typed("kind"),
      ...(isJsonObject(written) ? written : {}),
      metadata: {
        description: "Standard object's metadata.",
        allOf: [{ $ref: `#/components/schemas/${metaComponent}` }],
      },
    },
    "x-kubernetes-group-version-kind": [
      { group: resource.group, kind: resource.kind, version: resource.version },
    ],
  };
  return [componentOf(resource), schema];
}
