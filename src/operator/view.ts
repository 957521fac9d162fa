/**
 * The view that stands for an adopted polecat, and whether it still is as the operator made it. Only such a view may be
 * deleted by the operator: what a person has written into a resource is never lost.
 */
import { isDeepStrictEqual } from "node:util";
import {
  ADOPTED_LABEL,
  BOUND_POLECAT_ANNOTATION,
  ORIGIN_ANNOTATION,
  polecatSpecSchema,
  RIG_LABEL,
  TOWN_LABEL,
  type Polecat,
} from "../kinds/index.ts";
import type { NewObject } from "../kube/index.ts";
import { isViewName, rigLabel, viewName } from "./view-name.ts";

/** Where adopted polecats are shown, and by whose operator: undefined names no town. */
export interface ViewPlace {
  readonly namespace: string;
  readonly town: string | undefined;
}

/**
 * Its name comes from the polecat, so that a second round finds the first one's resource instead of making another.
 * @param origin whose polecat it was before, in words; nothing is decided from them.
 */
export function viewOf(
  { namespace, town }: ViewPlace,
  rig: string,
  polecat: string,
  origin?: string,
): NewObject {
  return {
    metadata: {
      name: viewName(rig, polecat),
      namespace,
      labels: {
        [ADOPTED_LABEL]: "true",
        [RIG_LABEL]: rigLabel(rig),
        ...(town !== undefined && { [TOWN_LABEL]: town }),
      },
      annotations: {
        [BOUND_POLECAT_ANNOTATION]: polecat,
        ...(origin !== undefined && { [ORIGIN_ANNOTATION]: origin }),
      },
    },
    spec: specOf(rig),
  };
}

/**
 * Generation 1 says that nobody has ever edited the spec, not even back and forth. A label, an annotation, a finalizer or
 * an owner that the operator did not give it is somebody's, too.
 */
export function isUntouchedView({ metadata, spec }: Polecat): boolean {
  const { namespace = "", labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = metadata;
  const polecat = annotations[BOUND_POLECAT_ANNOTATION] ?? "";
  const made = viewOf({ namespace, town: undefined }, spec.rig, polecat);
  const { [TOWN_LABEL]: _town, ...ownLabels } = labels;
  const { [ORIGIN_ANNOTATION]: _origin, ...ownAnnotations } = annotations;
  return (
    metadata.generation === 1 &&
    isViewName(metadata.name, spec.rig, polecat) &&
    isDeepStrictEqual(ownLabels, made.metadata.labels) &&
    isDeepStrictEqual(ownAnnotations, made.metadata.annotations) &&
    finalizers.length + ownerReferences.length === 0 &&
    isDeepStrictEqual(spec, polecatSpecSchema.parse(made.spec))
  );
}

function specOf(rig: string): object {
  return { rig, desiredState: "Idle", management: "Observe" };
}
