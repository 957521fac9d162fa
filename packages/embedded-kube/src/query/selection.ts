import type { KubeObject } from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { parseLabelSelector } from "./label-selector.ts";

/** Which objects of a resource a request is about. */
export interface Selection {
  readonly namespace: string | undefined;
  /** Whether selectors take part, so that counting the rest of a list would not be exact. */
  readonly selective: boolean;
  matches(object: KubeObject): boolean;
}

/** Reads namespace, name and selectors of a request; objects are given in the resource's own version. */
export function selectionOf(
  resource: Resource,
  place: { readonly namespace: string | undefined; readonly name: string | undefined },
  query: URLSearchParams,
): Selection {
  const labelText = query.get("labelSelector") ?? "";
  const fieldText = query.get("fieldSelector") ?? "";
  const labels = labelText === "" ? undefined : parseLabelSelector(labelText);
  const fields = fieldText === "" ? undefined : parseFieldSelector(resource, fieldText);
  const { namespace, name } = place;
  return {
    namespace,
    selective: labels !== undefined || fields !== undefined || name !== undefined,
    matches: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      (labels === undefined || labels(object.metadata.labels ?? {})) &&
      (fields === undefined || fields(object)),
  };
}
