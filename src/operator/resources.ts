/** Resources as the API addresses them. */
import { polecatKind, polecatSchema, rigKind, rigSchema, type Kind } from "../kinds/index.ts";
import type { ActorRef } from "../host/index.ts";
import { resourceOf, type ObjectRef } from "../kube/index.ts";

/** Of which views are made and taken back. */
export const POLECAT = resourceOf(polecatKind.resource, polecatSchema);
export const RIG = resourceOf(rigKind.resource, rigSchema);

export function objectRef(
  { resource }: Pick<Kind, "resource">,
  { name, namespace, uid }: ActorRef,
): ObjectRef {
  return { name, uid, resource, ...(namespace !== "" && { namespace }) };
}
