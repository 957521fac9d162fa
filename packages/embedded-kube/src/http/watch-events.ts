import { withMetadata, type KubeObject } from "../objects/index.ts";
import type { Selection } from "../query/index.ts";
import { apiVersionOf, type Resource } from "../resources/index.ts";
import type { Change } from "../storage/index.ts";

/** One event as a watcher is told it, its object in the version that it watches. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: KubeObject;
}

/** An object that changed so that selectors fit it no longer is gone for this watcher, and the other way round. */
export function eventOf(resource: Resource, selection: Selection, change: Change): WatchEvent | undefined {
  const object = resource.strategy.fromStorage(change.object);
  const previous = change.previous === undefined ? undefined : resource.strategy.fromStorage(change.previous);
  const was = previous !== undefined && selection.matches(previous);
  const is = change.type !== "DELETED" && selection.matches(object);
  if (is) return { type: was ? "MODIFIED" : "ADDED", object };
  if (!was) return undefined;
  if (change.type === "DELETED") return { type: "DELETED", object };
  // The last state that fitted, under the version of the change: a resume from it must not tell it again.
  return {
    type: "DELETED",
    object: withMetadata(previous, { resourceVersion: object.metadata.resourceVersion }),
  };
}

/** Says up to which revision a watcher knows everything; `endsInitialEvents` marks the end of the initial state. */
export function bookmarkOf(resource: Resource, revision: number, endsInitialEvents = false): WatchEvent {
  return {
    type: "BOOKMARK",
    object: {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: {
        resourceVersion: String(revision),
        ...(endsInitialEvents ? { annotations: { "k8s.io/initial-events-end": "true" } } : {}),
      },
    },
  };
}
