import type { JsonObject } from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";
import { componentOf } from "./open-api-schemas.ts";

type Path = readonly [string, JsonObject];

/** HTTP method, the parameters beside the ones of every request, and the action by its name in Kubernetes' OpenAPI. */
interface Operation {
  readonly method: string;
  readonly action: string;
  readonly parameters: readonly string[];
}

const writes = ["dryRun", "fieldManager", "fieldValidation"];
const ofCollection: readonly Operation[] = [
  { method: "get", action: "list", parameters: ["labelSelector", "fieldSelector", "limit", "watch"] },
  { method: "post", action: "post", parameters: writes },
];
const ofObject: readonly Operation[] = [
  { method: "get", action: "get", parameters: [] },
  { method: "put", action: "put", parameters: writes },
  { method: "patch", action: "patch", parameters: [...writes, "force"] },
  { method: "delete", action: "delete", parameters: ["dryRun", "propagationPolicy"] },
];
const ofStatus = ofObject.filter(({ action }) => action !== "delete");

/** The paths of a resource; `prefix` is such as apis/gastown.gastown.io/v1alpha1. */
export function pathsOf(resource: Resource, prefix: string): Path[] {
  const collection = `/${prefix}/${resource.namespaced ? "namespaces/{namespace}/" : ""}${resource.plural}`;
  const paths = [
    pathOf(resource, collection, ofCollection),
    pathOf(resource, `${collection}/{name}`, ofObject),
  ];
  return resource.hasStatus ? [...paths, pathOf(resource, `${collection}/{name}/status`, ofStatus)] : paths;
}

function pathOf(resource: Resource, path: string, operations: readonly Operation[]): Path {
  return [
    path,
    Object.fromEntries(operations.map((operation) => [operation.method, describe(resource, operation)])),
  ];
}

function describe(resource: Resource, { action, parameters }: Operation): JsonObject {
  const { group, version, kind } = resource;
  return {
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { group, version, kind },
    parameters: parameters.map((name) => ({
      name,
      in: "query",
      schema: { type: "string", uniqueItems: true },
    })),
    responses: {
      "200": {
        description: "OK",
        content: {
          "application/json": { schema: { $ref: `#/components/schemas/${componentOf(resource)}` } },
        },
      },
    },
  };
}
