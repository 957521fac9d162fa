/** Which actor: the kind of its machine and the resource that it stands for. */
import { z } from "zod";

export const actorRefSchema = z.object({
  kind: z.string(),
  /** Empty for cluster-scoped resources. */
  namespace: z.string(),
  name: z.string(),
  /** A resource deleted and made again under the same name is another actor. */
  uid: z.string(),
});

export type ActorRef = Readonly<z.infer<typeof actorRefSchema>>;

/** `polecat/default/nux`, `rig/alpha`: how people name an actor in logs and commands. */
export function actorName(ref: Pick<ActorRef, "kind" | "namespace" | "name">): string {
  return ref.namespace === "" ? `${ref.kind}/${ref.name}` : `${ref.kind}/${ref.namespace}/${ref.name}`;
}
