/** A change of a spec that was decided from a read: it holds for the object as it was read, or is decided anew. */
import type { KindName } from "../../kinds/index.ts";
import { isApiError, patchObject } from "../../kube/index.ts";
import type { Cluster } from "./cluster.ts";
import { find } from "./find.ts";
import { heldResource, type Held } from "./held.ts";
import type { Named } from "./object-name.ts";

/** Who wrote it, in the object's managedFields. */
export const FIELD_MANAGER = "kubectl-gastown";

/** The operator writes statuses at any moment, and each makes a new version of the object. */
const TRIES = 8;

export interface Decision {
  /** What is merged into the spec; null where it is so already. */
  readonly spec: Readonly<Record<string, unknown>> | null;
  /** What was done, as a person reads it behind the object's name: `managed`. */
  readonly done: string;
  /** What comes of it, and what to know. */
  readonly note?: string | undefined;
}

export interface Changed {
  readonly kind: KindName;
  readonly held: Held;
  readonly done: string;
  readonly note: string | undefined;
}

/**
 * @param decide throws what forbids the change.
 * @throws ServerError Conflict where others change the object all the time.
 */
export async function change(
  cluster: Cluster,
  named: Named,
  dryRun: boolean,
  decide: (held: Held) => Decision,
): Promise<Changed> {
  for (let tried = 1; ; tried += 1) {
    const held = await find(cluster, named);
    const { spec, done, note } = decide(held);
    const { kind } = named;
    if (spec === null) return { kind, held, done, note };
    const { resourceVersion, shown } = held;
    try {
      const after = await patchObject(
        cluster.api,
        heldResource(kind),
        { name: shown.metadata.name, namespace: shown.metadata.namespace },
        { resourceVersion, patch: { spec } },
        { fieldManager: FIELD_MANAGER, dryRun },
      );
      return { kind, held: after, done, note };
    } catch (error) {
      if (!isApiError(error, 409) || tried === TRIES) throw error;
    }
  }
}
