/**
 * All rooms wired together, in the order of what needs what: what everybody reads (actors, stores) comes first, who writes
 * the API next, then the host, and last what tells the host of resources and of the town. Nothing refers to what is made
 * after it; where something tells a later part, there is a signal between them.
 */
import { Actors, createTraceIds, type ActorRef } from "../host/index.ts";
import { ALL_KINDS, lookupIn, podPolecatKind, polecatKind, VARIANT_KINDS } from "../kinds/index.ts";
import { createClaims } from "./claims.ts";
import { createDeletion, type FinalizerRefused } from "./deletion.ts";
import { createHost } from "./host-wiring.ts";
import { createResourceWatch } from "./resource-watch.ts";
import { LiveActors } from "./live-actors.ts";
import type { OperatorOptions } from "./options.ts";
import { Origins } from "./origins.ts";
import type { Ground, Parts, Writing } from "./parts.ts";
import { operatorPods } from "./pods/operator-pods.ts";
import { createPodTeller } from "./pods/tell.ts";
import { createPublisher } from "./publisher.ts";
import { objectRef } from "./resources.ts";
import { createResync } from "./resync.ts";
import { rigViews } from "./rig-views.ts";
import { ServiceRuns } from "./service-runs.ts";
import { Signal } from "./signal.ts";
import { createStores } from "./stores.ts";
import { createTownReader } from "./town-reader.ts";
import { createTownReads } from "./town-reads.ts";
import { isOfTown } from "./towns.ts";
import { createWriters } from "./writers.ts";

export function assemble(options: OperatorOptions): Parts {
  const { clock, metrics, journal, settings } = options;
  metrics.watchJournal(() => journal.health());
  const ground = groundOf(options);
  const writing = writingOf(ground);
  const host = createHost(ground, writing);
  writing.finalizerRefused.hear((ref, event) => host.send(ref, event, "finalizer"));
  const { pods } = ground;
  pods?.feed.changed.hear(createPodTeller({ ...ground, feed: pods.feed, host, now: () => clock.now() }));
  const informers = createResourceWatch(ground, writing, host);
  const { publisher, reconcileDeletion, writers } = writing;
  const resync = createResync({ clock, host, publisher, reconcileDeletion, pollMs: settings.pollMs });
  const reads = createTownReads(options, writers.refusedWrites);
  const townReader = createTownReader(ground, writing, { host, informers, resync, reads });
  ground.wakes.hear((why) => townReader.wake(why));
  return { writers, runs: ground.runs, pods, host, informers, resync, reads, townReader };
}

function groundOf(options: OperatorOptions): Ground {
  const { settings } = options;
  const kinds = options.kinds ?? ALL_KINDS;
  const actors = new Actors();
  const live = new LiveActors(actors);
  const stores = createStores(kinds);
  return {
    ...{ options, actors, live, stores },
    pods: operatorPods(options),
    kindOf: lookupIn([...kinds, ...VARIANT_KINDS]),
    rigs: () => rigViews(stores.rigs.list().filter((rig) => isOfTown(settings.town, rig))),
    claims: createClaims(
      () => live.polecats(),
      () => live.podPolecats(),
    ),
    runs: new ServiceRuns(options.fencingBarrier),
    traceId: createTraceIds(options.random),
    wakes: new Signal(),
  };
}

function writingOf({ options, kindOf, live, stores, claims }: Ground): Writing {
  const { api, clock, logger, metrics, journal } = options;
  // Of a resource that has gone meanwhile no later write would ever take a refusal back.
  const isServed = (uid: string): boolean => live.view(uid) !== undefined;
  const kinds = stores.all.map(({ kind }) => kind);
  const writers = createWriters({ ...options, kinds, isServed, present: (ref) => stores.present(ref) });
  const { statuses, events, refusedWrites } = writers;
  const publisher = createPublisher({
    ...{ kindOf, statuses, events, logger, metrics },
    ...{ journal: () => journal.health(), resource: (ref) => stores.get(ref) },
  });
  const finalizerRefused = new Signal<[ActorRef, FinalizerRefused]>();
  const deletion = createDeletion({
    api,
    now: () => clock.now(),
    polecat: (ref) => live.polecat(ref) ?? live.podPolecat(ref),
    onSettled: (ref) => refusedWrites.accepted("finalizer", objectRef(polecatKind, ref)),
    onFailed: (ref, error) => {
      if (isServed(ref.uid)) refusedWrites.refused("finalizer", objectRef(polecatKind, ref), error);
    },
    onRefused: (ref, event) => finalizerRefused.tell(ref, event),
  });
  return {
    ...{ writers, publisher, finalizerRefused },
    origins: new Origins(options, events, claims),
    reconcileDeletion(ref) {
      if (ref.kind !== polecatKind.kind && ref.kind !== podPolecatKind.kind) return;
      const polecat = stores.polecats.get(ref);
      if (polecat?.metadata.uid === ref.uid) deletion.reconcile(polecat, ref);
    },
  };
}
