/** The status of a BeadStore. */
import { beadStoreTrouble, type BeadStoreContext } from "../../machines/index.ts";
import type { PersistedSnapshot } from "../host/index.ts";
import { actorStatus, aged, conditions, timestamp, type ActorStatus } from "./conditions.ts";
import { viewVerdicts } from "./view-verdicts.ts";

const PHASES: Readonly<Record<string, string>> = { synced: "Synced", failing: "Error" };

export function beadStoreStatus(
  state: string,
  context: BeadStoreContext,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { wish, facts, issues, lastGoodAt } = context;
  const trouble = facts === null ? null : aged(beadStoreTrouble(facts, wish), facts.town, lastGoodAt);
  const seen = facts === null ? null : { reason: "Observed", message: `${issues ?? 0} beads` };
  const standing = { isFailing: state === "failing", isSound: state === "synced" };
  const always = {
    phase: PHASES[state] ?? "Pending",
    conditions: conditions(wish.generation, viewVerdicts(standing, trouble, seen)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: wish.generation,
    issueCount: issues,
    lastSyncTime: issues === null ? undefined : timestamp(lastGoodAt),
    unchangedSince: timestamp(lastGoodAt),
  });
}
