import type { JsonObject, KubeObject } from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";

/** How much of each object a Table's rows carry. */
export type IncludeObject = "None" | "Metadata" | "Object";

/** Options of a request for a Table. */
export interface TableOptions {
  readonly includeObject: IncludeObject;
  /** Watches describe the columns in their first event only. */
  readonly headers: boolean;
  /** Milliseconds since the epoch, for ages. */
  readonly now: number;
}

/** An object reduced to its metadata. */
export function partialMetadata(object: KubeObject): JsonObject {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}

function rowObject(object: KubeObject, include: IncludeObject): JsonObject {
  if (include === "None") return {};
  return { object: include === "Object" ? object : partialMetadata(object) };
}

/** A meta.k8s.io/v1 Table with a row for each object, which is what `kubectl get` prints. */
export function tableOf(
  resource: Resource,
  objects: readonly KubeObject[],
  metadata: JsonObject,
  options: TableOptions,
): JsonObject {
  const columns = resource.table.columns.map((column) => ({ ...column }));
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: options.headers ? columns : null,
    rows: objects.map((object) => ({
      cells: resource.table.cells(object, options.now),
      ...rowObject(object, options.includeObject),
    })),
  };
}
