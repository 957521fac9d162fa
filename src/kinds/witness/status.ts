/** The status of a Witness. */
import { WITNESS_TAGS, witnessTrouble, type WitnessContext } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import type { Placed, WitnessActor } from "../live-actor.ts";
import {
  actorStatus,
  aged,
  conditions,
  phaseOf,
  timestamp,
  type ActorStatus,
  type Verdict,
} from "../status/conditions.ts";
import { viewVerdicts } from "../status/view-verdicts.ts";

export function witnessStatus(actor: Placed<WitnessActor>, snapshot: PersistedSnapshot): ActorStatus {
  const { hasTag, context } = actor;
  const { polecats, desired, lastGoodAt } = context;
  const always = {
    phase: phaseOf(WITNESS_TAGS, hasTag),
    conditions: conditions(desired.generation, verdicts(actor)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: desired.generation,
    polecatsSummary: polecats,
    lastCheckTime: polecats === null ? undefined : timestamp(lastGoodAt),
    unchangedSince: timestamp(lastGoodAt),
  });
}

function verdicts({ hasTag, context }: Placed<WitnessActor>): Record<string, Verdict> {
  const { facts, lastGoodAt } = context;
  const trouble = facts === null ? null : aged(witnessTrouble(facts), facts.town, lastGoodAt);
  const health = { isFailing: hasTag("Degraded"), isSound: hasTag("Active") };
  return viewVerdicts(health, trouble, facts === null ? null : seen(context));
}

/** A stuck polecat is what a witness is there to see: it is ready, and says so. */
function seen({ polecats, facts, desired }: WitnessContext): { reason: string; message: string } {
  const stuck = polecats?.stuck ?? 0;
  const held = facts?.rig.usable === false ? facts.rig.reason : null;
  const hold = held === "RigObserved" ? "only observed" : "paused";
  const untold = held === null ? "" : `; nobody is told while rig ${desired.rig} is ${hold}`;
  return { reason: "Observed", message: `${stuck} of ${polecats?.total ?? 0} polecats are stuck${untold}` };
}
