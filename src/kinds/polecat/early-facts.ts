/** What a Polecat is told at once when its bead has ended, between two reads of the town. Pure. */
import { isEnded, trackedBead, type Admission, type PolecatFacts } from "../../../machines/index.ts";
import type { EarlyNews } from "../../projection/early-news.ts";
import type { PolecatActor } from "../live-actor.ts";

/** One that decides from its bead, and has not forbidden yet to believe a read of that moment. */
export function isToldEarly({ hasTag, context }: PolecatActor, { observation }: EarlyNews): boolean {
  return !hasTag("undecided") && context.notBefore <= observation.startedAt;
}

/** Whether it was told already that its bead has ended. */
export function isKnownEarly({ context }: PolecatActor): boolean {
  const bead = context.facts?.bead ?? null;
  return bead?.reading === "known" && bead.id === trackedBead(context) && isEnded(bead.status);
}

/** Of the list only a read that began later says whether gt would reuse the polecat that is free now. */
const AWAITING_OBSERVATION: Admission = {
  granted: false,
  reason: "AwaitingObservation",
  message: "its bead has ended, and the polecats of the town are read before it gets the next one",
};

/**
 * After a sling, for one, the list from before it is not true any more: that the bead has ended is.
 * @param facts as they are cut from the whole observation.
 */
export function earlyFacts(
  { context }: PolecatActor,
  facts: PolecatFacts,
  { restReadAt }: EarlyNews,
): PolecatFacts {
  const waiting = facts.admission.granted ? { ...facts, admission: AWAITING_OBSERVATION } : facts;
  if (context.notBefore <= restReadAt) return waiting;
  const { survivor: _, polecat, ...rest } = waiting;
  return {
    ...rest,
    polecat: polecat === null ? null : { seen: "unknown", name: polecat.name },
    holder: null,
    finisher: null,
  };
}
