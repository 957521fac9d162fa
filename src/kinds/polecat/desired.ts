/** From a Polecat resource to what its machine decides from. */
import type { PolecatInput, DesiredPolecat } from "../../../machines/index.ts";
import {
  BOUND_POLECAT_ANNOTATION,
  FORCE_TERMINATION_ANNOTATION,
  POD_RESTARTS_ANNOTATION,
  TERMINATION_FINALIZER,
} from "../group.ts";
import type { RigOfPods } from "../rig/pods-schema.ts";
import { objectionTo } from "./pod-allowance.ts";
import type { Polecat } from "./schema.ts";

/** @param gtRig see `DesiredPolecat`. @param rig the Rig that its spec names; undefined where there is none. */
export function desiredPolecat(
  { metadata, spec }: Polecat,
  gtRig: string | null,
  rig?: RigOfPods,
): DesiredPolecat {
  const { annotations = {}, deletionTimestamp, namespace = "default" } = metadata;
  const { sling, executionMode } = spec;
  const isLocal = executionMode === "local";
  const podObjection = isLocal || rig === undefined ? null : objectionTo({ namespace, spec }, rig);
  return {
    generation: metadata.generation,
    rig: spec.rig,
    gtRig,
    state: spec.desiredState,
    bead: spec.beadID === undefined || spec.beadID === "" ? null : spec.beadID,
    managed: spec.management === "Manage",
    paused: spec.paused,
    local: isLocal,
    ...(podObjection !== null && { podObjection }),
    boundTo: annotations[BOUND_POLECAT_ANNOTATION] ?? null,
    terminationPolicy: spec.terminationPolicy,
    // No branch of git begins or ends with a blank: one at an end was pasted along.
    forceConsent: annotations[FORCE_TERMINATION_ANNOTATION]?.trim() ?? null,
    finalizer: finalizerOf({ metadata, spec }),
    deletionTerminates: deletionTimestamp !== undefined && spec.deletionPolicy === "Terminate",
    ttlSeconds: spec.ttlSecondsAfterFinished ?? null,
    maxIdleSeconds: spec.maxIdleSeconds ?? null,
    sling: {
      args: sling?.args ?? null,
      message: sling?.message ?? null,
      baseBranch: sling?.baseBranch ?? null,
      merge: sling?.merge ?? null,
      agent: sling?.agent ?? null,
    },
  };
}

/** With Orphan, and for a resource that only observes, there is none: deleting it deletes a view. */
export function finalizerOf({
  metadata,
  spec,
}: Pick<Polecat, "metadata" | "spec">): DesiredPolecat["finalizer"] {
  const isStored = metadata.finalizers?.includes(TERMINATION_FINALIZER) ?? false;
  const isAsked = spec.deletionPolicy === "Terminate" && spec.management === "Manage";
  if (isStored) return isAsked ? "stored" : "leaving";
  // Kubernetes takes no new finalizer for what is being deleted.
  return isAsked && metadata.deletionTimestamp === undefined ? "awaited" : "none";
}

/** Null where nobody says that it has a pod. */
export function podRestartsOf(polecat: Polecat | undefined): number | null {
  const said = polecat?.metadata.annotations?.[POD_RESTARTS_ANNOTATION] ?? "";
  return /^\d{1,9}$/.test(said) ? Number(said) : null;
}

export function polecatInput(
  polecat: Polecat,
  gtRig: string | null,
  stuckThresholdMs: number,
  rig?: RigOfPods,
): PolecatInput {
  return {
    uid: polecat.metadata.uid,
    desired: desiredPolecat(polecat, gtRig, rig),
    polecatName: polecat.status?.polecatName ?? null,
    assignedBead: polecat.status?.assignedBead ?? null,
    isUndecided: polecat.status?.phase === undefined,
    stuckThresholdMs,
  };
}
