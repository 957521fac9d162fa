/** What tells the host of the town: its observer, the sync behind it, and what goes with each read. */
import { podRestartsOf, witnessKind } from "../kinds/index.ts";
import { createGlance, createObserver, createReader, type Observer } from "../town/index.ts";
import { createAdopter, type Adopter } from "./adopter.ts";
import type { Ground, Parts, Writing } from "./parts.ts";
import { textOf } from "./error-text.ts";
import { createSync } from "./sync.ts";
import { actingWitnesses } from "./watch.ts";

export function createTownReader(
  ground: Ground,
  writing: Writing,
  parts: Pick<Parts, "host" | "informers" | "resync" | "reads">,
): Observer {
  const { options, rigs, runs } = ground;
  const { gt, clock, statPath, logger, settings } = options;
  const { readTimeoutMs, pollMs } = settings;
  const reader = createReader({ gt, clock, statPath, timeoutMs: readTimeoutMs, pollMs });
  const sync = syncOf(ground, parts);
  const [adopter, glance] = [adopterOf(ground, writing), createGlance({ gt, clock })];
  return createObserver({
    clock,
    pollMs,
    request: (isWoken) => ({ ...sync.request(), ...reader.rarely(isWoken) }),
    observe: reader.read,
    glance: { ...glance, look: () => glance.look(sync.beads()) },
    ...{ onNews: (news) => sync.deliverEarly(news), isChanging: () => runs.leadToReads },
    onObservation: (observation) => {
      parts.reads.note(observation, rigs());
      sync.deliver(observation);
      parts.resync.run();
      if (settings.adopt) adopter.adopt(observation);
    },
    onError: (error) => logger.error({ error: textOf(error) }, "the town could not be observed"),
  });
}

function syncOf(
  { options, kindOf, live, stores, rigs, claims, traceId }: Ground,
  { host, informers }: Pick<Parts, "host" | "informers">,
): ReturnType<typeof createSync> {
  const { clock, metrics, settings } = options;
  return createSync({
    ...{ kindOf, claims, traceId, rigs, actors: () => live.all() },
    send: (...sent) => host.send(...sent),
    together: (send) => host.together(send),
    now: () => clock.now(),
    witnesses: () => actingWitnesses(stores.witnesses.list(), informers.served(witnessKind), settings),
    createdAt: (ref) => Date.parse(stores.polecats.get(ref)?.metadata.creationTimestamp ?? ""),
    podRestarts: (ref) => podRestartsOf(stores.polecats.get(ref)),
    onMerges: (rig, news) => metrics.merged(rig, news),
  });
}

function adopterOf({ options, live, stores, rigs, claims }: Ground, { writers, origins }: Writing): Adopter {
  const { api, settings, rigUrls } = options;
  return createAdopter({
    ...{ api, town: settings.town, townRoot: settings.townRoot, namespace: settings.adoptNamespace },
    ...{ claims, rigUrls, rigs, origins, refusedWrites: writers.refusedWrites },
    actors: () => live.all(),
    seen: (ref) => stores.polecats.get(ref),
    seenRig: (name) => stores.rigs.get({ name }),
  });
}
