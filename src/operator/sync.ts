/** From an observation of the town to the facts that each actor is told, where they differ from what it knows. */
import { isDeepStrictEqual } from "node:util";
import { gtRigOf, isFree, trackedBead, type Admission, type MergeNews } from "../../machines/index.ts";
import type { LiveActor, PolecatActor, WitnessActor } from "../actors/index.ts";
import { isReused } from "../gt/index.ts";
import type { ActorRef, HostEvent } from "../host/index.ts";
import {
  admit,
  beadReading,
  convoyFacts,
  createAbsences,
  createPodRestarts,
  createReadTimes,
  createMergeWatch,
  heldBack,
  isHeldInRig,
  lastingRefusal,
  polecatFacts,
  refineryFacts,
  rigFacts,
  shownRigName,
  type Candidate,
  type EarlyNews,
  type FactSources,
  type ObservationRequest,
  type PodRestarts,
  type RigCapacity,
  type Rigs,
  type TownObservation,
  type Witnesses,
} from "../town/index.ts";
import { createBeadCounts, type BeadCounts } from "./bead-counts.ts";
import { isEngaged, type ClaimsIndex } from "./claims.ts";
import { earlyFacts, followedBeads, isToldEarly } from "./followed-beads.ts";
import { createLooks, factsForWitness, polecatView } from "./watch.ts";

export interface SyncPorts {
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
  /** Epoch ms of the resource's creation: earlier ones are admitted first. */
  readonly createdAt: (ref: ActorRef) => number;
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

const GRANTED: Admission = { granted: true };

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
      return { rigs, beads: beads(), watched: looks.next(actors), countsIssues };
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
      tellOwnFacts(sources, () => true, tell);
      tellWitnesses(ports, sources, actors, tell);
    },
    deliverEarly(news) {
      const tell = createTeller(ports, `glance:${count}`);
      tellOwnFacts(
        sourcesOf(news.observation),
        (actor) => isToldEarly(actor, news),
        (actor, facts) => tell(actor, earlyFacts(actor, facts, news)),
      );
    },
  };
}

/** Of all actors but witnesses, whose facts are what the others have become. */
function createOwnFacts(ports: SyncPorts, restarts: PodRestarts, counts: BeadCounts) {
  return (
    sources: FactSources,
    isTold: (actor: LiveActor) => boolean,
    tell: ReturnType<typeof createTeller>,
  ): void => {
    const actors = ports.actors();
    const polecats = polecatsOf(actors);
    const podRestarts = countRestarts(restarts, sources, polecats, ports.podRestarts);
    const admissions = admit(
      polecats.filter(wantsPolecat).map((actor) => candidate(ports, sources, actor)),
      capacities(sources),
    );
    ports.together(() => {
      for (const actor of actors) {
        if (actor.kind !== "witness" && isTold(actor))
          tell(actor, factsFor(sources, actor, { admissions, podRestarts, counts }));
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

/** One that works keeps its bead until it has let go of it, whatever is wished of it by then. */
function wantsPolecat(actor: PolecatActor): boolean {
  const { wish } = actor.context;
  const asksForWork = wish.bead !== null && wish.desired === "Working";
  return wish.managed && wish.local && (asksForWork || isEngaged(actor));
}

function candidate(ports: SyncPorts, sources: FactSources, actor: PolecatActor): Candidate {
  const { observation } = sources;
  const { ref, context } = actor;
  const { rig } = context.wish;
  const id = trackedBead(context);
  const bead = id === null ? null : beadReading(sources, id);
  const list = observation.polecats.get(gtRigOf(context.wish));
  const isThere = list?.ok === true && list.value.some(({ name }) => name === context.polecatName);
  return {
    uid: ref.uid,
    name: `${ref.namespace}/${ref.name}`,
    rig,
    createdAt: ports.createdAt(ref),
    bead: id,
    polecat: isThere ? context.polecatName : null,
    isReady: isReady(observation, actor),
    isEngaged: isEngaged(actor),
    refusal: lastingRefusal(observation, sources.rigs, context.wish, bead),
    isHeldInRig: bead !== null && isHeldInRig(observation, context.wish, bead),
  };
}

/** Its bead can be slung, and nothing but capacity keeps it from that. */
function isReady({ beads, rigs }: TownObservation, { state, context }: PolecatActor): boolean {
  if (context.wish.paused || state === "failed") return false;
  const bead = beads.get(trackedBead(context) ?? "");
  if (bead?.ok !== true || bead.value === null || !isFree(bead.value)) return false;
  // One that gt would never sling here, such as another rig's, must not keep the last place from those behind it.
  const subject = { rig: gtRigOf(context.wish), polecatName: context.polecatName };
  const known = rigs.ok ? rigs.value : [];
  const { id, status, assignee } = bead.value;
  return heldBack(known, subject, { reading: "known", id, status, assignee }, GRANTED).granted;
}

function capacities({ observation, claims, rigs }: FactSources): ReadonlyMap<string, RigCapacity> {
  return new Map(
    [...rigs.values()].map(({ name, gtName, maxPolecats }) => {
      const list = observation.polecats.get(gtName);
      const entries = list?.ok === true ? list.value : [];
      const reusable = entries.filter(
        (entry) =>
          isReused(entry, { endsSession: false }) && claims.driverOfPolecat(gtName, entry.name) === null,
      );
      return [name, { max: maxPolecats, count: entries.length, reusable: reusable.length }];
    }),
  );
}
