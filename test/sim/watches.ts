/** The policies by which the rigs are watched: every one that a Witness resource ever stated, and the default. */
import { parseDuration } from "../../src/grammar/index.ts";
import type { MemoryObject } from "../operator/memory-store.ts";
import type { Ground } from "./ground.ts";
import { STUCK_THRESHOLD_MS } from "./life.ts";
import { specOf } from "./objects.ts";

export interface Watch {
  readonly thresholdMs: number;
  /** An address of gt mail. */
  readonly target: string;
}

/** A person may change a policy while somebody is told by the earlier one: any of them will do. */
export function createWatches({ store, defaultWitness }: Ground): (rig: string) => readonly Watch[] {
  const stated = new Map<string, Watch[]>();
  const preset = { thresholdMs: STUCK_THRESHOLD_MS, target: "mayor/" };
  store.subscribe((plural, { object }) => {
    if (plural !== "witnesses") return;
    const { rigRef = "" } = specOf(object);
    stated.set(rigRef, [...(stated.get(rigRef) ?? []), watchOf(object)]);
  });
  return (rig) => [...(stated.get(rig) ?? []), ...(defaultWitness ? [preset] : [])];
}

function watchOf(object: MemoryObject): Watch {
  const { stuckThreshold = "", escalationTarget = "" } = specOf(object);
  const isRole = escalationTarget === "mayor" || escalationTarget === "deacon";
  return {
    thresholdMs: parseDuration(stuckThreshold) ?? 0,
    target: isRole ? `${escalationTarget}/` : escalationTarget,
  };
}
