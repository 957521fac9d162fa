/** From a Polecat that runs in pods to what its machine decides from. */
import type { PodDesired, PodInput } from "../../../../machines/index.ts";
import type { RigOfPods } from "../../rig/pods-schema.ts";
import { finalizerOf } from "../desired.ts";
import { objectionTo, type Objection } from "../pod-allowance.ts";
import type { Polecat } from "../schema.ts";

/** How many attempts at one bead may fail by themselves. */
const MOST_FAILURES = 3;

/** @param rig the Rig that its spec names; undefined where there is none. */
export function podDesired(polecat: Polecat, gtRig: string | null, rig: RigOfPods | undefined): PodDesired {
  const { metadata, spec } = polecat;
  const isManaged = spec.management === "Manage";
  return {
    generation: metadata.generation,
    rig: spec.rig,
    gtRig,
    managed: isManaged,
    state: spec.desiredState,
    bead: spec.beadID === undefined || spec.beadID === "" ? null : spec.beadID,
    paused: spec.paused || !isManaged,
    deletionTerminates: metadata.deletionTimestamp !== undefined && spec.deletionPolicy === "Terminate",
    objection: finalizerObjection(polecat) ?? rigObjection(polecat, rig),
    mostFailures: MOST_FAILURES,
  };
}

/** Work that begins before the finalizer is stored could lose its resource, and with it the end that was asked for. */
function finalizerObjection(polecat: Polecat): Objection | null {
  if (finalizerOf(polecat) !== "awaited") return null;
  const message = "no work begins before the finalizer of deletionPolicy Terminate is stored";
  return { reason: "AwaitingFinalizer", message };
}

/** Of a Rig that is not there the facts tell. */
function rigObjection({ metadata, spec }: Polecat, rig: RigOfPods | undefined): Objection | null {
  const { namespace = "default" } = metadata;
  return rig === undefined ? null : objectionTo({ namespace, spec }, rig);
}

export function podInput(polecat: Polecat, gtRig: string | null, rig: RigOfPods | undefined): PodInput {
  return { uid: polecat.metadata.uid, desired: podDesired(polecat, gtRig, rig) };
}
