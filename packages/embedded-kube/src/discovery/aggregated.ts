import type { JsonObject } from "../objects/index.ts";
import { apiVersionOf, type Resource, type ResourceRegistry } from "../resources/index.ts";
import { statusVerbs } from "./groups.ts";

/** Everything in one answer (apidiscovery.k8s.io/v2): the core group at /api, the others at /apis. */
export function aggregatedDiscovery(registry: ResourceRegistry, core: boolean): JsonObject {
  const groups = registry.groups().filter(({ name }) => (name === "") === core);
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { ...(name === "" ? {} : { name }), creationTimestamp: null },
      versions: versions.map((version) => ({
        version,
        freshness: "Current",
        resources: registry.ofVersion(apiVersionOf({ group: name, version })).map(discovered),
      })),
    })),
  };
}

function discovered(resource: Resource): JsonObject {
  const { group, version, kind, plural, singular, shortNames, categories } = resource;
  const responseKind = { group, version, kind };
  return {
    resource: plural,
    responseKind,
    scope: resource.namespaced ? "Namespaced" : "Cluster",
    singularResource: singular,
    verbs: [...resource.verbs],
    ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }),
    ...(categories.length === 0 ? {} : { categories: [...categories] }),
    ...(resource.hasStatus
      ? { subresources: [{ subresource: "status", responseKind, verbs: statusVerbs }] }
      : {}),
  };
}
