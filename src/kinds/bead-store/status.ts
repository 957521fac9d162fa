/** The status of a BeadStore. */
import { beadStoreTrouble, type BeadStoreContext, type BeadStoreFacts } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import { actorStatus, aged, ageText, conditions, timestamp, type ActorStatus } from "../status/conditions.ts";
import { viewVerdicts } from "../status/view-verdicts.ts";

const PHASES: Readonly<Record<string, string>> = { synced: "Synced", failing: "Error" };

export function beadStoreStatus(
  state: string,
  context: BeadStoreContext,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { wish, facts, issues, lastGoodAt } = context;
  const trouble = facts === null ? null : troubleOf(facts, wish, lastGoodAt);
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

/** A count that could not be read anew is told with its age. */
function troubleOf(facts: BeadStoreFacts, wish: BeadStoreContext["wish"], lastGoodAt: number | null) {
  const trouble = beadStoreTrouble(facts, wish);
  if (trouble === null || trouble !== facts.unreadPart) return aged(trouble, facts.town, lastGoodAt);
  return { reason: trouble.reason, message: `${trouble.message}; ${ageText(lastGoodAt)}` };
}
