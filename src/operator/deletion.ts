/**
 * The finalizer of `deletionPolicy: Terminate`: it holds the resource until the safe nuke went through.
 * With Orphan, and for resources that only observe, there is none: deleting a resource deletes a view.
 */
import { TERMINATION_FINALIZER, type Polecat } from "../api/index.ts";
import { addFinalizer, removeFinalizer, type KubeApi } from "../kube/index.ts";
import type { ActorRef } from "../host/index.ts";
import { objectRef } from "./resources.ts";

export interface DeletionPorts {
  readonly api: KubeApi;
  /** True once the actor's polecat is gone, or it never had one. */
  readonly isTerminated: (ref: ActorRef) => boolean;
  readonly onError: (ref: ActorRef, error: unknown) => void;
}

export interface Deletion {
  /** Level-triggered: call it when the resource or its actor has changed. */
  reconcile(polecat: Polecat, ref: ActorRef): void;
}

export function createDeletion({ api, isTerminated, onError }: DeletionPorts): Deletion {
  const busy = new Set<string>();
  const change = (ref: ActorRef, work: Promise<unknown>): void => {
    busy.add(ref.uid);
    work.catch((error: unknown) => onError(ref, error)).finally(() => busy.delete(ref.uid));
  };
  return {
    reconcile({ metadata, spec }, ref) {
      if (busy.has(ref.uid)) return;
      const isHeld = metadata.finalizers?.includes(TERMINATION_FINALIZER) ?? false;
      const isDeleting = metadata.deletionTimestamp !== undefined;
      const isWanted = spec.deletionPolicy === "Terminate" && spec.management === "Manage";
      if (isWanted && !isHeld && !isDeleting) {
        change(ref, addFinalizer(api, objectRef(ref), TERMINATION_FINALIZER));
      } else if (isHeld && (!isWanted || (isDeleting && isTerminated(ref)))) {
        change(ref, removeFinalizer(api, objectRef(ref), TERMINATION_FINALIZER));
      }
    },
  };
}
