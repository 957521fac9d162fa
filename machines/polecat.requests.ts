/** Requests: the inputs of the services that a Polecat's machine invokes. */
import type {
  NukeInput,
  RecordProofInput,
  SlingInput,
  StopInput,
  TerminationInput,
  TerminationProof,
} from "./services.ts";
import { beadInWork, gtRigOf, isOwnBead, trackedBead, type PolecatContext } from "./polecat.context.ts";
import { isEndAutomatic } from "./polecat.decision.ts";

export function slingRequest(context: PolecatContext): SlingInput {
  const { uid, desired, facts, polecatName } = context;
  const own = facts?.polecat;
  const free = own?.seen === "present" && own.name === polecatName && own.issue === null;
  return {
    uid,
    rig: gtRigOf(desired),
    bead: trackedBead(context) ?? "",
    polecat: free ? polecatName : null,
    options: desired.sling,
  };
}

export function terminationRequest(context: PolecatContext): TerminationInput {
  return {
    uid: context.uid,
    rig: gtRigOf(context.desired),
    polecat: context.polecatName ?? "",
    bead: ownBead(context),
    automatic: isEndAutomatic(context),
    terminationPolicy: context.desired.terminationPolicy,
    forceConsent: context.desired.forceConsent,
    nuked: context.nuked,
  };
}

export function proofRecord(context: PolecatContext): RecordProofInput {
  return { uid: context.uid, proof: provenBy(context) };
}

export function stopRequest(context: PolecatContext): StopInput {
  const { uid, desired, polecatName } = context;
  return { uid, rig: gtRigOf(desired), polecat: polecatName ?? "", proof: provenBy(context) };
}

export function nukeRequest(context: PolecatContext): NukeInput {
  return { ...stopRequest(context), bead: ownBead(context) };
}

/** The bead in work, or the closed one where it is on the polecat's hook still: neither is somebody else's work. */
function ownBead(context: PolecatContext): string | null {
  const polecat = context.facts?.polecat;
  const issue = polecat?.seen === "present" && polecat.name === context.polecatName ? polecat.issue : null;
  return issue !== null && isOwnBead(context, issue) ? issue : beadInWork(context);
}

/** An empty proof names no incarnation, so that the nuke service refuses it. */
function provenBy(context: PolecatContext): TerminationProof {
  return context.proof ?? { incarnation: "", decidedAt: 0, forced: false, checks: [], consent: null };
}
