/**
 * The audience of news of the town: who is told, and what. Where gt is slow over the lists of polecats, a sync reads those
 * of some rigs only, and the actors of all others are told nothing: what they know of a list stays as old as it is.
 */
import { gtRigOf, isEnded, trackedBead } from "../../machines/index.ts";
import type { LiveActor } from "../kinds/index.ts";
import {
  gtNameUnder,
  type EarlyNews,
  type ReadTimes,
  type Rigs,
  type TownObservation,
} from "../town/index.ts";
import { earlyFacts, isToldEarly } from "./followed-beads.ts";

type Facts = LiveActor["context"]["facts"];

export interface Audience {
  readonly isTold: (actor: LiveActor) => boolean;
  /** @param facts as they are cut from the whole observation. */
  readonly factsFor: (actor: LiveActor, facts: Facts) => Facts;
}

export interface AudienceOfRead extends Audience {
  /** Whether the observation has the lists that an actor's facts are cut from. */
  readonly isRead: (actor: LiveActor) => boolean;
}

/** All lists were read, as in most towns: nothing is looked for in the beads. */
const EVERYBODY: AudienceOfRead = {
  isRead: () => true,
  isTold: () => true,
  factsFor: (_actor, facts) => facts,
};

/** Of beads that have ended since the newest observation. */
export function audienceOfNews(news: EarlyNews): Audience {
  return {
    isTold: (actor) => isToldEarly(actor, news),
    factsFor: (actor, facts) => earlyFacts(actor, facts, news),
  };
}

/**
 * Of an observation: those whose lists it has. The beads are read by every sync: that one has ended is told at once, as by a
 * glance, also to those that have to wait for their list.
 */
export function audienceOf(observation: TownObservation, rigs: Rigs): AudienceOfRead {
  const { unlisted } = observation;
  // Where the list of rigs could not be read, that is what everybody is told.
  if (unlisted.size === 0 || !observation.rigs.ok) return EVERYBODY;
  const early = audienceOfNews(endedBeads(observation));
  const isRead = (actor: LiveActor): boolean => {
    const rig = listedRig(actor, rigs);
    return rig === null || !unlisted.has(rig);
  };
  return {
    isRead,
    isTold: (actor) => isRead(actor) || (early.isTold(actor) && !knowsEnd(actor)),
    factsFor: (actor, facts) => (isRead(actor) ? facts : early.factsFor(actor, facts)),
  };
}

/** gt's name of the rigs in which an actor waits for a list that was read later than the newest one. */
export function expectedRigs(
  actors: readonly LiveActor[],
  rigs: Rigs,
  readTimes: ReadTimes,
): ReadonlySet<string> {
  const expected = new Set<string>();
  for (const actor of actors) {
    const rig = listedRig(actor, rigs);
    if (rig !== null && isWaiting(actor, readTimes.polecats(rig))) expected.add(rig);
  }
  return expected;
}

function endedBeads(observation: TownObservation): EarlyNews {
  const ended = [...observation.beads].flatMap(([id, reading]) =>
    reading.ok && reading.value !== null && isEnded(reading.value.status) ? [id] : [],
  );
  return { observation, ended: new Set(ended), restReadAt: -Infinity };
}

function knowsEnd({ kind, context }: LiveActor): boolean {
  if (kind !== "polecat") return true;
  const bead = context.facts?.bead ?? null;
  return bead?.reading === "known" && bead.id === trackedBead(context) && isEnded(bead.status);
}

/** Null for those that are told of beads alone. */
function listedRig(actor: LiveActor, rigs: Rigs): string | null {
  switch (actor.kind) {
    case "polecat":
      return gtRigOf(actor.context.wish);
    case "rig":
      return gtNameUnder(rigs, actor.ref.name);
    case "witness":
    case "refinery":
      return gtNameUnder(rigs, actor.context.wish.rig);
    case "convoy":
    case "beadstore":
      return null;
    default:
      return actor satisfies never;
  }
}

function isWaiting({ context }: LiveActor, readAt: number | null): boolean {
  if (context.facts === null || readAt === null) return true;
  return "notBefore" in context && context.notBefore > readAt;
}
