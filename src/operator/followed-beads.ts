/** Which beads the resources follow, and who is to hear at once that one of them has ended. */
import { trackedBead, type Admission } from "../../machines/index.ts";
import type { LiveActor } from "../kinds/index.ts";
import type { EarlyNews } from "../town/index.ts";

/** @param leaving merge requests that have left their queue: how they ended is in their beads. */
export function followedBeads(actors: readonly LiveActor[], leaving: readonly string[]): readonly string[] {
  return [...new Set([...actors.flatMap(beadsOf), ...leaving])];
}

/** Those that decide from a bead that has ended, and have not forbidden yet to believe a read of that moment. */
export function isToldEarly(actor: LiveActor, { ended, restReadAt, observation }: EarlyNews): boolean {
  if (!beadsOf(actor).some((bead) => ended.has(bead))) return false;
  switch (actor.kind) {
    case "polecat":
      return actor.state !== "unobserved" && actor.context.notBefore <= observation.startedAt;
    case "convoy":
      // Its other beads were read when the rest was.
      return actor.context.facts !== null && actor.context.notBefore <= restReadAt;
    default:
      return false;
  }
}

/** Of the list only a read that began later says whether gt would reuse the polecat that is free now. */
const AWAITING_OBSERVATION: Admission = {
  granted: false,
  reason: "AwaitingObservation",
  message: "its bead has ended, and the polecats of the town are read before it gets the next one",
};

/** After a sling, for one, the list from before it is not true any more: that the bead has ended is. */
export function earlyFacts(
  { context }: LiveActor,
  facts: LiveActor["context"]["facts"],
  { restReadAt }: EarlyNews,
): LiveActor["context"]["facts"] {
  if (facts === null || !("pane" in facts) || !("notBefore" in context)) return facts;
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

function beadsOf(actor: LiveActor): readonly string[] {
  switch (actor.kind) {
    case "polecat":
      return [trackedBead(actor.context)].filter((bead) => bead !== null);
    case "convoy":
      return actor.context.wish.beads;
    case "refinery":
      return actor.context.memory?.leaving ?? [];
    case "rig":
    case "witness":
    case "beadstore":
      return [];
    default:
      return actor satisfies never;
  }
}
