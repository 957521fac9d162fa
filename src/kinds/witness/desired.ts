/** From a Witness resource to what its machine, and the polecats of its rig, decide from. */
import type { WitnessInput, WitnessPolicy, DesiredWitness } from "../../../machines/index.ts";
import type { Witness } from "./schema.ts";
import { parseDuration } from "../../grammar/index.ts";

/** gt's mail knows the roles of the town by this form. */
const TOWN_ROLES = new Set(["mayor", "deacon"]);

export function desiredWitness({ metadata, spec }: Witness): DesiredWitness {
  return {
    generation: metadata.generation,
    rig: spec.rigRef,
    healthCheckMs: milliseconds(spec.healthCheckInterval),
    stuckThresholdMs: milliseconds(spec.stuckThreshold),
    escalateTo: mailAddress(spec.escalationTarget),
  };
}

export function witnessInput(witness: Witness): WitnessInput {
  return { uid: witness.metadata.uid, desired: desiredWitness(witness) };
}

/** @param stuckThresholdMs the operator's setting. */
export function defaultWitness(stuckThresholdMs: number): WitnessPolicy {
  return { stuckThresholdMs, escalateTo: mailAddress("mayor") };
}

function mailAddress(target: string): string {
  return TOWN_ROLES.has(target) ? `${target}/` : target;
}

/** The schema has let only durations through. */
function milliseconds(duration: string): number {
  return parseDuration(duration) ?? 0;
}
