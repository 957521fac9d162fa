/**
 * The audience of news of the town: who is told, and what. Where gt is slow over the lists of polecats, a sync reads those
 * of some rigs only, and the actors of all others are told nothing: what they know of a list stays as old as it is.
 */
import { isEnded } from "../../machines/index.ts";
import type { KindLookup, LiveActor } from "../kinds/index.ts";
import type { EarlyNews, ReadTimes, Rigs, TownObservation } from "../projection/index.ts";

export interface Audience {
  readonly isTold: (actor: LiveActor) => boolean;
  /** For those whose facts are not cut from the whole observation. */
  readonly earlyFor: (actor: LiveActor) => EarlyNews | null;
}

export interface AudienceOfRead extends Audience {
  /** Whether the observation has the lists that an actor's facts are cut from. */
  readonly isRead: (actor: LiveActor) => boolean;
}

/** All lists were read, as in most towns: nothing is looked for in the beads. */
const EVERYBODY: AudienceOfRead = { isRead: () => true, isTold: () => true, earlyFor: () => null };

/** Of beads that have ended since the newest observation. */
export function audienceOfNews(kindOf: KindLookup, news: EarlyNews): Audience {
  return {
    isTold(actor) {
      const kind = kindOf(actor.kind);
      return kind.beads(actor).some((bead) => news.ended.has(bead)) && kind.isToldEarly(actor, news);
    },
    earlyFor: () => news,
  };
}

/**
 * Of an observation: those whose lists it has. The beads are read by every sync: that one has ended is told at once, as by a
 * glance, also to those that have to wait for their list.
 */
export function audienceOf(kindOf: KindLookup, observation: TownObservation, rigs: Rigs): AudienceOfRead {
  const { unlisted } = observation;
  // Where the list of rigs could not be read, that is what everybody is told.
  if (unlisted.size === 0 || !observation.rigs.ok) return EVERYBODY;
  const news = endedBeads(observation);
  const early = audienceOfNews(kindOf, news);
  const isRead = (actor: LiveActor): boolean => {
    const rig = kindOf(actor.kind).listedRig(actor, rigs);
    return rig === null || !unlisted.has(rig);
  };
  return {
    isRead,
    isTold: (actor) => isRead(actor) || (early.isTold(actor) && !kindOf(actor.kind).isKnownEarly(actor)),
    earlyFor: (actor) => (isRead(actor) ? null : news),
  };
}

/** gt's name of the rigs in which an actor waits for a list that was read later than the newest one. */
export function expectedRigs(
  kindOf: KindLookup,
  actors: readonly LiveActor[],
  rigs: Rigs,
  readTimes: ReadTimes,
): ReadonlySet<string> {
  const expected = new Set<string>();
  for (const actor of actors) {
    const rig = kindOf(actor.kind).listedRig(actor, rigs);
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

function isWaiting({ context }: LiveActor, readAt: number | null): boolean {
  if (context.facts === null || readAt === null) return true;
  return "notBefore" in context && typeof context.notBefore === "number" && context.notBefore > readAt;
}
