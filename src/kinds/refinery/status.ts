/** The status of a Refinery. */
import { REFINERY_TAGS, refineryTrouble } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import type { Placed, RefineryActor } from "../live-actor.ts";
import { actorStatus, aged, conditions, phaseOf, timestamp, type ActorStatus } from "../status/conditions.ts";
import { viewVerdicts } from "../status/view-verdicts.ts";

export function refineryStatus(
  { hasTag, context }: Placed<RefineryActor>,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { desired, facts, queueLength, currentMerge, lastMergeAt, merges, lastGoodAt } = context;
  const { succeeded, failed } = merges;
  const trouble = facts === null ? null : aged(refineryTrouble(facts), facts.town, lastGoodAt);
  const waiting = `${queueLength ?? 0} merge requests are open`;
  const seen = facts === null ? null : { reason: "Observed", message: waiting };
  const health = { isFailing: hasTag("Error"), isSound: hasTag("Idle") || hasTag("Processing") };
  const always = {
    phase: phaseOf(REFINERY_TAGS, hasTag),
    conditions: conditions(desired.generation, viewVerdicts(health, trouble, seen)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: desired.generation,
    queueLength,
    currentMerge,
    lastMergeTime: timestamp(lastMergeAt),
    mergesSummary:
      queueLength === null
        ? undefined
        : { total: succeeded + failed, succeeded, failed, pending: queueLength },
    unchangedSince: timestamp(lastGoodAt),
  });
}
