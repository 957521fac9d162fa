import type { JsonObject } from "../objects/index.ts";
import type { Resource, ResourceRegistry } from "../resources/index.ts";

/** What a client may do with the status subresource. */
export const statusVerbs = ["get", "patch", "update"];

/** /api: the versions of the core group. */
export function apiVersions(): JsonObject {
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
}

/** /apis: every named group. */
export function groupList(registry: ResourceRegistry): JsonObject {
  const names = registry.groups().map(({ name }) => name);
  const groups = names.filter((name) => name !== "").map((name) => groupOf(registry, name) ?? {});
  return { kind: "APIGroupList", apiVersion: "v1", groups };
}

/** /apis/GROUP */
export function groupDocument(registry: ResourceRegistry, name: string): JsonObject | undefined {
  const group = groupOf(registry, name);
  return group === undefined ? undefined : { kind: "APIGroup", apiVersion: "v1", ...group };
}

function groupOf(registry: ResourceRegistry, wanted: string): JsonObject | undefined {
  const group = registry.groups().find(({ name }) => name === wanted);
  if (group === undefined) return undefined;
  const versions = group.versions.map((version) => ({ groupVersion: `${wanted}/${version}`, version }));
  return { name: wanted, versions, preferredVersion: versions[0] ?? {} };
}

/** /api/v1 and /apis/GROUP/VERSION: the resources of one version. */
export function resourceList(registry: ResourceRegistry, groupVersion: string): JsonObject | undefined {
  const resources = registry.ofVersion(groupVersion);
  if (resources.length === 0) return undefined;
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: resources.flatMap(entries) };
}

function entries(resource: Resource): JsonObject[] {
  const { plural, singular, namespaced, kind, shortNames, categories } = resource;
  const own: JsonObject = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: [...resource.verbs],
    ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }),
    ...(categories.length === 0 ? {} : { categories: [...categories] }),
  };
  if (!resource.hasStatus) return [own];
  return [own, { name: `${plural}/status`, singularName: "", namespaced, kind, verbs: statusVerbs }];
}
