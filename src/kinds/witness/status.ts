/** The status of a Witness. */
import { witnessTrouble, type WitnessContext } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import {
  actorStatus,
  aged,
  conditions,
  timestamp,
  type ActorStatus,
  type Verdict,
} from "../status/conditions.ts";
import { viewVerdicts } from "../status/view-verdicts.ts";

const PHASES: Readonly<Record<string, string>> = { active: "Active", degraded: "Degraded" };

export function witnessStatus(
  state: string,
  context: WitnessContext,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { polecats, wish, lastGoodAt } = context;
  const always = {
    phase: PHASES[state] ?? "Pending",
    conditions: conditions(wish.generation, verdicts(state, context)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: wish.generation,
    polecatsSummary: polecats,
    lastCheckTime: polecats === null ? undefined : timestamp(lastGoodAt),
    unchangedSince: timestamp(lastGoodAt),
  });
}

function verdicts(state: string, context: WitnessContext): Record<string, Verdict> {
  const { facts, lastGoodAt } = context;
  const trouble = facts === null ? null : aged(witnessTrouble(facts), facts.town, lastGoodAt);
  const standing = { isFailing: state === "degraded", isSound: state === "active" };
  return viewVerdicts(standing, trouble, facts === null ? null : seen(context));
}

/** A stuck polecat is what a witness is there to see: it is ready, and says so. */
function seen({ polecats, facts, wish }: WitnessContext): { reason: string; message: string } {
  const stuck = polecats?.stuck ?? 0;
  const held = facts?.rig.usable === false ? facts.rig.reason : null;
  const hold = held === "RigObserved" ? "only observed" : "paused";
  const untold = held === null ? "" : `; nobody is told while rig ${wish.rig} is ${hold}`;
  return { reason: "Observed", message: `${stuck} of ${polecats?.total ?? 0} polecats are stuck${untold}` };
}
