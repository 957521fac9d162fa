/** From an observation of the town to the facts that each actor is told, where they differ from what it knows. */
import { isDeepStrictEqual } from "node:util";
import { trackedBead, type Admission, type MergeNews } from "../../machines/index.ts";
import type { LiveActor, PolecatActor, WitnessActor } from "../kinds/index.ts";
import type { ActorRef, HostEvent } from "../host/index.ts";
import {
  admit,
  GRANTED,
  convoyFacts,
  createAbsences,
  createPodRestarts,
  createReadTimes,
  createMergeWatch,
  polecatFacts,
  refineryFacts,
  rigFacts,
  shownRigName,
  type EarlyNews,
  type FactSources,
  type ObservationRequest,
  type PodRestarts,
  type Rigs,
  type TownObservation,
  type Witnesses,
} from "../town/index.ts";
import { audienceOf, audienceOfNews, expectedRigs, type Audience } from "./audience.ts";
import { createBeadCounts, type BeadCounts } from "./bead-counts.ts";
import { candidates, capacities, type Ages } from "./candidates.ts";
import type { ClaimsIndex } from "./claims.ts";
import { followedBeads } from "./followed-beads.ts";
import { createLooks, factsForWitness, polecatView } from "./watch.ts";

export interface SyncPorts extends Ages {
  readonly actors: () => readonly LiveActor[];
  readonly claims: ClaimsIndex;
  readonly send: (ref: ActorRef, event: HostEvent, cause: string, trace: string) => void;
  /** What is sent meanwhile is taken as one group, and has been taken when this returns. */
  readonly together: (send: () => void) => void;
  readonly traceId: () => string;
  readonly now: () => number;
  /** `maxPolecats` and the wish of each Rig resource, by name. */
  readonly rigs: () => Rigs;
  readonly witnesses: () => Witnesses;
  /** How often the polecat's pod has restarted; null where it has none. */
  readonly podRestarts: (ref: ActorRef) => number | null;
  /** What became of merge requests of a rig since the read before. */
  readonly onMerges: (rig: string, news: MergeNews) => void;
}

export interface Sync {
  request(): ObservationRequest;
  /** The beads that resources follow at this moment. */
  beads(): readonly string[];
  deliver(observation: TownObservation): void;
  /** Tells who can decide from it that beads have ended since the newest observation. */
  deliverEarly(news: EarlyNews): void;
}

export function createSync(ports: SyncPorts): Sync {
  const absences = createAbsences();
  const readTimes = createReadTimes();
  const looks = createLooks();
  const restarts = createPodRestarts();
  const merges = createMergeWatch();
  const counts = createBeadCounts();
  let count = 0;
  let lastGoodAt: number | null = null;
  const beads = (): readonly string[] => followedBeads(ports.actors(), merges.leaving());
  const sourcesOf = (observation: TownObservation): FactSources => ({
    ...{ observation, absences, lastGoodAt, readTimes },
    ...{ claims: ports.claims, rigs: ports.rigs(), witnesses: ports.witnesses() },
  });
  const tellOwnFacts = createOwnFacts(ports, restarts, counts);
  return {
    request() {
      const rigs = rigsInGt(ports.rigs());
      const actors = ports.actors();
      const countsIssues = counts.isDue(actors, ports.now());
      const expected = expectedRigs(actors, ports.rigs(), readTimes);
      return { rigs, beads: beads(), watched: looks.next(actors), countsIssues, expected };
    },
    beads,
    deliver(observation) {
      count += 1;
      if (observation.trust.trusted) lastGoodAt = observation.startedAt;
      absences.count(observation, ports.claims.polecats());
      readTimes.note(observation);
      looks.note(observation);
      tellMerges(ports, ports.rigs(), merges.note(observation, absences));
      const sources = sourcesOf(observation);
      const actors = ports.actors();
      counts.keep(actors);
      const tell = createTeller(ports, `sync:${count}`);
      const audience = audienceOf(observation, sources.rigs);
      tellOwnFacts(sources, audience, tell);
      tellWitnesses(ports, sources, actors.filter(audience.isRead), tell);
    },
    deliverEarly(news) {
      const tell = createTeller(ports, `glance:${count}`);
      tellOwnFacts(sourcesOf(news.observation), audienceOfNews(news), tell);
    },
  };
}

/** Of all actors but witnesses, whose facts are what the others have become. */
function createOwnFacts(ports: SyncPorts, restarts: PodRestarts, counts: BeadCounts) {
  return (
    sources: FactSources,
    { isTold, factsFor: told }: Audience,
    tell: ReturnType<typeof createTeller>,
  ): void => {
    const actors = ports.actors();
    const polecats = polecatsOf(actors);
    const podRestarts = countRestarts(restarts, sources, polecats, ports.podRestarts);
    const admissions = admit(candidates(ports, sources, polecats), capacities(sources));
    ports.together(() => {
      for (const actor of actors) {
        if (actor.kind !== "witness" && isTold(actor))
          tell(actor, told(actor, factsFor(sources, actor, { admissions, podRestarts, counts })));
      }
    });
  };
}

/** A group of its own: what a witness counts is what its polecats have become by the first one. */
function tellWitnesses(
  ports: SyncPorts,
  sources: FactSources,
  actors: readonly LiveActor[],
  tell: ReturnType<typeof createTeller>,
): void {
  const views = polecatsOf(ports.actors()).map(polecatView);
  ports.together(() => {
    for (const actor of actors) {
      if (actor.kind === "witness") tell(actor, factsForWitness(sources, actor, views));
    }
  });
}

function rigsInGt(rigs: Rigs): ObservationRequest["rigs"] {
  return [...rigs.values()].map(({ gtName, wish }) => ({ name: gtName, localPath: wish.localPath }));
}

function tellMerges({ onMerges }: SyncPorts, rigs: Rigs, merges: ReadonlyMap<string, MergeNews>): void {
  for (const [gtName, news] of merges) {
    const rig = shownRigName(rigs, gtName);
    if (rig !== null) onMerges(rig, news);
  }
}

/** All that is told of one observation is of one trace. */
function createTeller({ send, now, traceId }: SyncPorts, cause: string) {
  const trace = traceId();
  return (actor: LiveActor, facts: LiveActor["context"]["facts"]): void => {
    if (facts === null || isKnown(actor.context.facts, facts)) return;
    send(actor.ref, { type: "town.observed", at: now(), facts } as HostEvent, cause, trace);
  };
}

function polecatsOf(actors: readonly LiveActor[]): readonly PolecatActor[] {
  return actors.filter((actor): actor is PolecatActor => actor.kind === "polecat");
}

/** @returns how often a polecat's pod has restarted within the threshold of its witness. */
function countRestarts(
  restarts: PodRestarts,
  { witnesses, observation: { startedAt } }: FactSources,
  polecats: readonly PolecatActor[],
  total: SyncPorts["podRestarts"],
): (actor: PolecatActor) => number | null {
  restarts.keep(new Set(polecats.map(({ ref }) => ref.uid)));
  for (const { ref } of polecats) restarts.note(ref.uid, total(ref), startedAt);
  return ({ ref, context }) => {
    const threshold = witnesses.policy(context.wish.rig)?.stuckThresholdMs ?? context.stuckThresholdMs;
    return restarts.recent(ref.uid, threshold, startedAt);
  };
}

/** What is known beyond the observation. */
interface Known {
  readonly admissions: ReadonlyMap<string, Admission>;
  readonly podRestarts: (actor: PolecatActor) => number | null;
  readonly counts: BeadCounts;
}

function factsFor(
  sources: FactSources,
  actor: Exclude<LiveActor, WitnessActor>,
  { admissions, podRestarts, counts }: Known,
): LiveActor["context"]["facts"] {
  switch (actor.kind) {
    case "polecat": {
      const { polecatName, wish, proof } = actor.context;
      const subject = {
        uid: actor.ref.uid,
        rig: wish.rig,
        gtRig: wish.gtRig,
        polecatName,
        bead: trackedBead(actor.context),
        ended: actor.state === "terminated" && wish.managed ? (proof?.incarnation ?? null) : null,
        podRestarts: podRestarts(actor),
        local: wish.local,
      };
      return polecatFacts(sources, subject, admissions.get(actor.ref.uid) ?? GRANTED);
    }
    case "convoy":
      return convoyFacts(sources, actor.context.wish.beads, actor.context.wish.rig);
    case "rig": {
      const view = sources.rigs.get(actor.ref.name);
      // A folder that the spec names since this read began has not been looked for.
      return view === undefined || !sources.observation.paths.has(view.wish.localPath)
        ? null
        : rigFacts(sources, view);
    }
    case "refinery":
      return refineryFacts(sources, actor.context.wish.rig, actor.context.memory?.leaving ?? []);
    case "beadstore":
      return counts.factsFor(sources, actor);
    default:
      return actor satisfies never;
  }
}

/** The time of a read alone is no news: an actor that knows the rest is left in peace, and so is its status. */
function isKnown(known: object | null, facts: object): boolean {
  const timeless = { startedAt: 0, lastGoodAt: 0 };
  return known !== null && isDeepStrictEqual({ ...known, ...timeless }, { ...facts, ...timeless });
}
