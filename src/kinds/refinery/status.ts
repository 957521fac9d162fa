/** The status of a Refinery. */
import { refineryTrouble, type RefineryContext } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import { actorStatus, aged, conditions, timestamp, type ActorStatus } from "../status/conditions.ts";
import { viewVerdicts } from "../status/view-verdicts.ts";

const PHASES: Readonly<Record<string, string>> = {
  idle: "Idle",
  processing: "Processing",
  failing: "Error",
};

export function refineryStatus(
  state: string,
  context: RefineryContext,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { wish, facts, queueLength, currentMerge, lastMergeAt, merges, lastGoodAt } = context;
  const { succeeded, failed } = merges;
  const trouble = facts === null ? null : aged(refineryTrouble(facts), facts.town, lastGoodAt);
  const waiting = `${queueLength ?? 0} merge requests are open`;
  const seen = facts === null ? null : { reason: "Observed", message: waiting };
  const standing = { isFailing: state === "failing", isSound: state === "idle" || state === "processing" };
  const always = {
    phase: PHASES[state] ?? "Pending",
    conditions: conditions(wish.generation, viewVerdicts(standing, trouble, seen)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: wish.generation,
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
