import type { JsonObject } from "../objects/index.ts";
import type { ResourceRegistry } from "../resources/index.ts";
import { aggregatedDiscovery } from "./aggregated.ts";
import { apiVersions, groupDocument, groupList, resourceList } from "./groups.ts";

/** A document, and the media type of the ones that are more than plain JSON. */
export interface DiscoveryDocument {
  readonly body: JsonObject;
  readonly contentType: string;
}

const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** The version that the answers of this server follow. */
const version: JsonObject = {
  major: "1",
  minor: "34",
  gitVersion: "v1.34.0+embedded",
  gitCommit: "",
  gitTreeState: "",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: "embedded",
};

/** The document at a path, undefined where there is none. */
export function discoveryDocument(
  registry: ResourceRegistry,
  path: string,
  accept: string,
): DiscoveryDocument | undefined {
  const isRoot = path === "/api" || path === "/apis";
  if (isRoot && accept.includes("g=apidiscovery.k8s.io;v=v2;")) {
    return { body: aggregatedDiscovery(registry, path === "/api"), contentType: aggregatedType };
  }
  const body = plainDocument(registry, path);
  return body === undefined ? undefined : { body, contentType: "application/json" };
}

/** What there is, for people who look around: a subset of what kube-apiserver names. */
function pathsOf(registry: ResourceRegistry): string[] {
  const groups = registry.groups().filter(({ name }) => name !== "");
  const named = groups.flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map((version) => `/apis/${name}/${version}`),
  ]);
  const others = ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"];
  return ["/api", "/api/v1", "/apis", ...named, ...others].sort();
}

function plainDocument(registry: ResourceRegistry, path: string): JsonObject | undefined {
  switch (path) {
    case "/":
      return { paths: pathsOf(registry) };
    case "/version":
      return version;
    case "/api":
      return apiVersions();
    case "/apis":
      return groupList(registry);
    case "/api/v1":
      return resourceList(registry, "v1");
    default: {
      const [, group = "", groupVersion] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
      if (group === "") return undefined;
      return groupVersion === undefined
        ? groupDocument(registry, group)
        : resourceList(registry, `${group}/${groupVersion}`);
    }
  }
}
