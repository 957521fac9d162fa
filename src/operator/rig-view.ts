/**
 * The view that stands for an adopted rig, and whether it still is as the operator made it: only such a one gives way to
 * a person's Rig, and only such a one may be deleted by the operator.
 */
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { redactValue } from "../host/index.ts";
import { ADOPTED_LABEL, rigGtName, rigSpecSchema, TOWN_LABEL, type Rig } from "../kinds/index.ts";
import type { NewObject } from "../kube/index.ts";
import { isRigViewName, rigViewName } from "./rig-view-name.ts";

export interface RigViewPlace {
  /** Undefined names no town. */
  readonly town: string | undefined;
  readonly townRoot: string;
}

/**
 * @param url where gt keeps none, the folder is what git takes for a URL, too.
 * @param nth 1 for the plain name; 2 and more where other resources have those before it.
 */
export function rigViewOf(
  { town, townRoot }: RigViewPlace,
  gtName: string,
  url: string | undefined,
  nth = 1,
): NewObject {
  const localPath = path.join(townRoot, gtName);
  return {
    metadata: { name: rigViewName(town, gtName, nth), labels: labelsOf(town) },
    spec: specOf(gtName, localPath, url === undefined ? localPath : String(redactValue(url))),
  };
}

/** As with the view of a polecat: generation 1 says that nobody has ever edited the spec. */
export function isUntouchedRigView(rig: Rig): boolean {
  const { metadata, spec } = rig;
  const { labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = metadata;
  const town = labels[TOWN_LABEL];
  const gtName = rigGtName(rig);
  const made = rigSpecSchema.safeParse(specOf(gtName, spec.localPath, spec.gitURL));
  return (
    metadata.generation === 1 &&
    isRigViewName(metadata.name, town, gtName) &&
    isDeepStrictEqual(labels, labelsOf(town)) &&
    Object.keys(annotations).length + finalizers.length + ownerReferences.length === 0 &&
    isDeepStrictEqual(spec, made.data)
  );
}

function labelsOf(town: string | undefined): Readonly<Record<string, string>> {
  return { [ADOPTED_LABEL]: "true", ...(town !== undefined && { [TOWN_LABEL]: town }) };
}

/** gt's prefix is not stated: gt knows it, and another one would make the view Degraded. */
function specOf(gtName: string, localPath: string, gitURL: string): object {
  return { gitURL, gtName, localPath, management: "Observe" };
}
