/** The resource types of the actors, by kind of actor. */
import { GROUP, KINDS, VERSION, type KindName } from "../kinds/index.ts";
import type { ActorRef } from "../host/index.ts";
import type { ObjectRef, ResourceType } from "../kube/index.ts";

interface KnownType extends ResourceType {
  readonly kind: KindName;
}

const typeOf = (kind: KindName): KnownType => ({
  group: GROUP,
  version: VERSION,
  plural: KINDS[kind].plural,
  kind,
  namespaced: KINDS[kind].scope === "Namespaced",
});

export const RESOURCES = {
  rig: typeOf("Rig"),
  polecat: typeOf("Polecat"),
  convoy: typeOf("Convoy"),
  witness: typeOf("Witness"),
  refinery: typeOf("Refinery"),
  beadstore: typeOf("BeadStore"),
};

const KIND_NAMES = ["Rig", "Polecat", "Convoy", "Witness", "Refinery", "BeadStore"] as const;

export function isKind(kind: string): kind is keyof typeof RESOURCES {
  return kind in RESOURCES;
}

export function kindNameOf({ resource }: ObjectRef): KindName {
  const kind = KIND_NAMES.find((name) => name === resource.kind);
  if (kind === undefined) throw new TypeError(`${resource.kind} is no kind of this operator`);
  return kind;
}

/** The object that an actor stands for, as the API addresses it. */
export function objectRef({ name, namespace, uid, kind }: ActorRef): ObjectRef {
  if (!isKind(kind)) throw new TypeError(`${kind} is no resource of this operator`);
  return { name, uid, resource: RESOURCES[kind], ...(namespace !== "" && { namespace }) };
}
