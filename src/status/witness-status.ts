/** The status of a Witness. */
import { witnessTrouble, type WitnessContext } from "../../machines/index.ts";
import type { PersistedSnapshot } from "../host/index.ts";
import { actorStatus, conditions, no, timestamp, yes, type ActorStatus, type Verdict } from "./conditions.ts";

const PHASES: Readonly<Record<string, string>> = { active: "Active", degraded: "Degraded" };

/** Trouble that ends only when a person acts. */
const NEEDS_A_PERSON = new Set(["RigNotFound", "RigWatched"]);

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
    observedAt: timestamp(lastGoodAt),
  });
}

function verdicts(state: string, context: WitnessContext): Record<string, Verdict> {
  const { facts } = context;
  const trouble = facts === null ? null : witnessTrouble(facts);
  const unseen = { reason: "AwaitingObservation", message: "waiting for the next read of the town" };
  const { reason, message } = trouble ?? (facts === null ? unseen : seen(context));
  const isReady = state === "active" && facts !== null;
  const isStalled = NEEDS_A_PERSON.has(reason);
  return {
    Ready: { is: isReady, reason, message },
    Degraded: state === "degraded" ? yes(reason, message) : no("AsObserved"),
    Reconciling: !isReady && !isStalled ? yes(reason, message) : no("Observed"),
    Stalled: isStalled ? yes(reason, message) : no("Progressing"),
  };
}

/** A stuck polecat is what a witness is there to see: it is ready, and says so. */
function seen({ polecats, facts, wish }: WitnessContext): { reason: string; message: string } {
  const stuck = polecats?.stuck ?? 0;
  const isPaused = facts?.rig.usable === false;
  const paused = isPaused ? `; nobody is told while rig ${wish.rig} is paused` : "";
  return { reason: "Observed", message: `${stuck} of ${polecats?.total ?? 0} polecats are stuck${paused}` };
}
