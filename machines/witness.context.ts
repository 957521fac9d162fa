/** What a Witness's machine remembers, and what keeps it from seeing its rig. */
import type { PolecatsSummary, WitnessFacts } from "./facts.ts";
import { viewTrouble } from "./views.ts";
import type { DesiredWitness } from "./desired.ts";

export interface WitnessContext {
  readonly uid: string;
  readonly desired: DesiredWitness;
  readonly facts: WitnessFacts | null;
  /** Start of the newest trusted read, epoch ms; null before the first. */
  readonly lastGoodAt: number | null;
  /** As last counted. Shown while the rig cannot be read; nothing is decided from it. */
  readonly polecats: PolecatsSummary | null;
}

export interface WitnessInput {
  readonly uid: string;
  readonly desired: DesiredWitness;
}

export function acceptFacts(context: WitnessContext, facts: WitnessFacts): Partial<WitnessContext> {
  return {
    facts,
    lastGoodAt: facts.lastGoodAt ?? context.lastGoodAt,
    polecats: facts.polecats ?? context.polecats,
  };
}

/** Facts and counts speak of the rig that the spec named when they were read. */
export function acceptDesired(context: WitnessContext, desired: DesiredWitness): Partial<WitnessContext> {
  return { desired, ...(desired.rig !== context.desired.rig && { facts: null, polecats: null }) };
}

/** What makes a Witness Degraded, or null. A rig that is paused or only observed is watched like any other; only nobody is told. */
export function witnessTrouble({
  rival,
  ...facts
}: WitnessFacts): { readonly reason: string; readonly message: string } | null {
  if (rival !== null) {
    return {
      reason: "RigWatched",
      message: `witness ${rival} watches this rig already: delete one of the two`,
    };
  }
  return viewTrouble(facts);
}
