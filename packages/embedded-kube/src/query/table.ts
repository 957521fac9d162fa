import type { JsonObject, KubeObject } from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";

/** How much of each object a Table's rows carry. */
export type IncludeObject = "None" | "Metadata" | "Object";

/** An object reduced to its metadata. */
export function partialMetadata(object: KubeObject): JsonObject {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}

function rowObject(object: KubeObject, include: IncludeObject): JsonObject {
  if (include === "None") return {};
  return { object: include === "Object" ? object : partialMetadata(object) };
}

/**
 * A meta.k8s.io/v1 Table, which is what `kubectl get` prints, without its rows.
 * @param headers watches describe the columns in their first event only.
 */
export function tableOf(resource: Resource, metadata: JsonObject, headers: boolean): JsonObject {
  const columns = resource.table.columns.map((column) => ({ ...column }));
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: headers ? columns : null,
  };
}

/** One object's row in a Table. @param now milliseconds since the epoch, for ages. */
export function rowOf(
  resource: Resource,
  object: KubeObject,
  include: IncludeObject,
  now: number,
): JsonObject {
  return { cells: resource.table.cells(object, now), ...rowObject(object, include) };
}
