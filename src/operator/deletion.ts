/** The finalizer of `deletionPolicy: Terminate`: it holds the resource until the safe nuke went through. */
import type { PolecatEvent } from "../../machines/index.ts";
import {
  finalizerOf,
  parsePolecat,
  type Polecat,
  type PodPolecatActor,
  type PolecatActor,
  polecatKind,
  TERMINATION_FINALIZER,
} from "../kinds/index.ts";
import { addFinalizer, removeFinalizer, type KubeApi, type RawObject } from "../kube/index.ts";
import type { ActorRef } from "../host/index.ts";
import { textOf } from "./error-text.ts";
import { objectRef } from "./resources.ts";

export type FinalizerRefused = Extract<PolecatEvent, { type: "finalizer.refused" }>;

export interface DeletionPorts {
  readonly api: KubeApi;
  readonly polecat: (ref: ActorRef) => PolecatActor | PodPolecatActor | undefined;
  /** Once for each reason, though it is tried again with every observation. */
  readonly onRefused: (ref: ActorRef, event: FinalizerRefused) => void;
  /** Epoch ms. */
  readonly now: () => number;
  /** The finalizer is as it should be; whose doing that was does not matter: an answer that was lost may have been a yes. */
  readonly onSettled: (ref: ActorRef) => void;
  /** Each time that it is not. */
  readonly onFailed: (ref: ActorRef, error: unknown) => void;
}

export interface Deletion {
  /** Level-triggered: call it when the resource or its actor has changed. */
  reconcile(polecat: Polecat, ref: ActorRef): void;
}

export function createDeletion(ports: DeletionPorts): Deletion {
  const { api, polecat: actorOf, onRefused, now } = ports;
  const busy = new Set<string>();
  const refused = (ref: ActorRef, error: unknown): void => {
    const message = textOf(error) ?? "no reason was given";
    const actor = actorOf(ref);
    // A machine that does not ask for it is told nothing: /readyz says it.
    if (actor?.ref.uid !== ref.uid || !polecatKind.owns(actor)) return;
    if (actor.context.finalizerProblem === message) return;
    onRefused(ref, { type: "finalizer.refused", at: now(), message });
  };
  const change = (ref: ActorRef, work: Promise<unknown>): void => {
    busy.add(ref.uid);
    work
      .then(
        () => ports.onSettled(ref),
        (error: unknown) => {
          ports.onFailed(ref, error);
          refused(ref, error);
        },
      )
      .finally(() => busy.delete(ref.uid));
  };
  const isToBeAdded = (polecat: Polecat): boolean => finalizerOf(polecat) === "awaited";
  const isToBeRemoved = (polecat: Polecat, ref: ActorRef): boolean => {
    const isEnded =
      polecat.metadata.deletionTimestamp !== undefined && actorOf(ref)?.hasTag("Terminated") === true;
    const finalizer = finalizerOf(polecat);
    return finalizer === "leaving" || (finalizer === "stored" && isEnded);
  };
  return {
    reconcile(polecat, ref) {
      if (busy.has(ref.uid)) return;
      // Judged once more on the object as it is when it is changed: the spec may ask for something else by then.
      const asItIs = (judge: (polecat: Polecat) => boolean) => (object: RawObject) => {
        const reading = parsePolecat(object);
        return reading.ok && judge(reading.object);
      };
      if (isToBeAdded(polecat)) {
        change(
          ref,
          addFinalizer(api, objectRef(polecatKind, ref), TERMINATION_FINALIZER, asItIs(isToBeAdded)),
        );
      } else if (isToBeRemoved(polecat, ref)) {
        const isDue = asItIs((fresh) => isToBeRemoved(fresh, ref));
        change(ref, removeFinalizer(api, objectRef(polecatKind, ref), TERMINATION_FINALIZER, isDue));
      } else {
        ports.onSettled(ref);
      }
    },
  };
}
