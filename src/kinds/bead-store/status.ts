/** The status of a BeadStore. */
import {
  BEAD_STORE_TAGS,
  beadStoreTrouble,
  type BeadStoreContext,
  type BeadStoreFacts,
} from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import type { BeadStoreActor, Placed } from "../live-actor.ts";
import {
  actorStatus,
  aged,
  ageText,
  conditions,
  phaseOf,
  timestamp,
  type ActorStatus,
} from "../status/conditions.ts";
import { viewVerdicts } from "../status/view-verdicts.ts";

export function beadStoreStatus(
  { hasTag, context }: Placed<BeadStoreActor>,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { desired, facts, issues, lastGoodAt } = context;
  const trouble = facts === null ? null : troubleOf(facts, desired, lastGoodAt);
  const seen = facts === null ? null : { reason: "Observed", message: `${issues ?? 0} beads` };
  const health = { isFailing: hasTag("Error"), isSound: hasTag("Synced") };
  const always = {
    phase: phaseOf(BEAD_STORE_TAGS, hasTag),
    conditions: conditions(desired.generation, viewVerdicts(health, trouble, seen)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: desired.generation,
    issueCount: issues,
    lastSyncTime: issues === null ? undefined : timestamp(lastGoodAt),
    unchangedSince: timestamp(lastGoodAt),
  });
}

/** A count that could not be read anew is reported with its age. */
function troubleOf(facts: BeadStoreFacts, desired: BeadStoreContext["desired"], lastGoodAt: number | null) {
  const trouble = beadStoreTrouble(facts, desired);
  if (trouble === null || trouble !== facts.unreadPart) return aged(trouble, facts.town, lastGoodAt);
  return { reason: trouble.reason, message: `${trouble.message}; ${ageText(lastGoodAt)}` };
}
