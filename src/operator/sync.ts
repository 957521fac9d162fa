/** From an observation of the town to the facts that each actor is told, where they differ from what it knows. */
import type { MergeNews } from "../../machines/index.ts";
import {
  hasSameFacts,
  polecatKind,
  type Kind,
  type KindLookup,
  type Known,
  type LiveActor,
  type PolecatActor,
} from "../kinds/index.ts";
import type { ActorRef, HostEvent } from "../host/index.ts";
import {
  admit,
  createAbsences,
  createCounts,
  createMergeWatch,
  createPodRestarts,
  createReadTimes,
  shownRigName,
  type Counts,
  type EarlyNews,
  type FactSources,
  type ObservationRequest,
  type PodRestarts,
  type Rigs,
  type TownObservation,
  type Witnesses,
} from "../projection/index.ts";
import { audienceOf, audienceOfNews, expectedRigs, type Audience } from "./audience.ts";
import { candidates, capacities, type Ages } from "./candidates.ts";
import type { ClaimsIndex } from "./claims.ts";
import { createPollSchedule } from "./watch.ts";

export interface SyncPorts extends Ages {
  readonly kindOf: KindLookup;
  readonly actors: () => readonly LiveActor[];
  readonly claims: ClaimsIndex;
  readonly send: (ref: ActorRef, event: HostEvent, cause: string, trace: string) => void;
  /** What is sent meanwhile is taken as one group, and has been taken when this returns. */
  readonly together: (send: () => void) => void;
  readonly traceId: () => string;
  readonly now: () => number;
  /** `maxPolecats` and what is desired of each Rig resource, by name. */
  readonly rigs: () => Rigs;
  readonly witnesses: () => Witnesses;
  /** How often the polecat's pod has restarted; null where it has none. */
  readonly podRestarts: (ref: ActorRef) => number | null;
  /** What became of merge requests of a rig since the read before. */
  readonly onMerges: (rig: string, news: MergeNews) => void;
}

/** What resources want to know by each read, woken or not. */
export type Wanted = Omit<ObservationRequest, "listsConvoys" | "idleQueues">;

export interface Sync {
  request(): Wanted;
  /** The beads that resources follow at this moment. */
  beads(): readonly string[];
  deliver(observation: TownObservation): void;
  /** Tells who can decide from it that beads have ended since the newest observation. */
  deliverEarly(news: EarlyNews): void;
}

export function createSync(ports: SyncPorts): Sync {
  const { kindOf } = ports;
  const absences = createAbsences();
  const readTimes = createReadTimes();
  const schedule = createPollSchedule();
  const restarts = createPodRestarts();
  const merges = createMergeWatch();
  const counts = createCounts();
  let count = 0;
  let lastGoodAt: number | null = null;
  const beads = (): readonly string[] => followedBeads(ports, merges.leaving());
  const sourcesOf = (observation: TownObservation): FactSources => ({
    ...{ observation, absences, lastGoodAt, readTimes },
    ...{ claims: ports.claims, rigs: ports.rigs(), witnesses: ports.witnesses() },
  });
  const countsActors = (actor: LiveActor): boolean => kindOf(actor.kind).countsActors === true;
  return {
    request() {
      const rigs = rigsInGt(ports.rigs());
      const actors = ports.actors();
      const countsIssues = actors.some((actor) => isCountDue(kindOf(actor.kind), actor, counts, ports.now()));
      const expected = expectedRigs(kindOf, actors, ports.rigs(), readTimes);
      const watched = schedule.next(actors, ports.now());
      return { rigs, beads: beads(), watched, countsIssues, expected };
    },
    beads,
    deliver(observation) {
      count += 1;
      if (observation.trust.trusted) lastGoodAt = observation.startedAt;
      absences.count(observation, ports.claims.polecats());
      readTimes.note(observation);
      schedule.note(observation);
      tellMerges(ports, ports.rigs(), merges.note(observation, absences));
      const sources = sourcesOf(observation);
      counts.keep(new Set(ports.actors().map(({ ref }) => ref.uid)));
      const audience = audienceOf(kindOf, observation, sources.rigs);
      const known = knownOf(ports, sources, restarts, counts);
      const tell = createTeller(ports, sources, `sync:${count}`);
      tell(known, audience, (actor) => !countsActors(actor) && audience.isTold(actor));
      // A group of its own: what they count is what the others have become by the first one.
      const polecats = polecatsOf(ports.actors());
      tell({ ...known, polecats }, audience, (actor) => countsActors(actor) && audience.isRead(actor));
    },
    deliverEarly(news) {
      const sources = sourcesOf(news.observation);
      const audience = audienceOfNews(kindOf, news);
      const tell = createTeller(ports, sources, `glance:${count}`);
      tell(knownOf(ports, sources, restarts, counts), audience, audience.isTold);
    },
  };
}

/** @param leaving merge requests that have left their queue: how they ended is in their beads. */
function followedBeads({ actors, kindOf }: SyncPorts, leaving: readonly string[]): readonly string[] {
  return [...new Set([...actors().flatMap((actor) => kindOf(actor.kind).beads(actor)), ...leaving])];
}

function isCountDue(kind: Kind, actor: LiveActor, counts: Counts, now: number): boolean {
  const waitMs = kind.countWaitMs(actor);
  return waitMs !== null && counts.isDue(actor.ref.uid, waitMs, now);
}

function knownOf(ports: SyncPorts, sources: FactSources, restarts: PodRestarts, counts: Counts): Known {
  const polecats = polecatsOf(ports.actors());
  return {
    admissions: admit(candidates(ports, sources, polecats), capacities(sources)),
    podRestarts: countRestarts(restarts, sources, polecats, ports.podRestarts),
    counts,
    polecats,
  };
}

function rigsInGt(rigs: Rigs): ObservationRequest["rigs"] {
  return [...rigs.values()].map(({ gtName, desired }) => ({ name: gtName, localPath: desired.localPath }));
}

function tellMerges({ onMerges }: SyncPorts, rigs: Rigs, merges: ReadonlyMap<string, MergeNews>): void {
  for (const [gtName, news] of merges) {
    const rig = shownRigName(rigs, gtName);
    if (rig !== null) onMerges(rig, news);
  }
}

/** @returns what tells a group of actors of an observation. All that is told of one is of one trace. */
function createTeller(
  { actors, kindOf, send, now, together, traceId }: SyncPorts,
  sources: FactSources,
  cause: string,
) {
  const trace = traceId();
  return (
    known: Known,
    { earlyFor }: Pick<Audience, "earlyFor">,
    isTold: (actor: LiveActor) => boolean,
  ): void =>
    together(() => {
      for (const actor of actors().filter(isTold)) {
        const facts = kindOf(actor.kind).facts(actor, sources, known, earlyFor(actor));
        if (facts === null || hasSameFacts(actor.context.facts, facts)) continue;
        const event: HostEvent & { readonly facts: object } = { type: "town.observed", at: now(), facts };
        send(actor.ref, event, cause, trace);
      }
    });
}

function polecatsOf(actors: readonly LiveActor[]): readonly PolecatActor[] {
  return actors.filter(polecatKind.owns);
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
    const threshold = witnesses.policy(context.desired.rig)?.stuckThresholdMs ?? context.stuckThresholdMs;
    return restarts.recent(ref.uid, threshold, startedAt);
  };
}
