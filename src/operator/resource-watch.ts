/** What tells the host of resources: the informers, and the bridge behind them. */
import type { Host } from "../host/index.ts";
import { rigOfPods } from "../kinds/index.ts";
import type { Ground, Writing } from "./parts.ts";
import { createBridge } from "./bridge.ts";
import { textOf } from "./error-text.ts";
import { createInformers, type Informers } from "./informers.ts";
import { tellingOrigins } from "./origins.ts";
import { createTownBridge } from "./towns.ts";

export function createResourceWatch(
  { options, live, stores, rigs, wakes }: Ground,
  { publisher, origins, reconcileDeletion }: Writing,
  host: Host,
): Informers {
  const { api, clock, random, logger, metrics, settings } = options;
  const bridge = createBridge({
    host,
    publisher,
    now: () => clock.now(),
    onDesired: () => wakes.tell("asked"),
    onApplied: reconcileDeletion,
    hasPods: settings.pods !== undefined,
    stuckThresholdMs: settings.stuckThresholdMs,
    gtName: (rig) => rigs().get(rig)?.gtName,
    rig: (name) => rigOfPods(stores.rigs.get({ name })),
  });
  const ofTown = createTownBridge({ town: settings.town, bridge, rigs: stores.rigs });
  return createInformers({
    ...{ api, stores, random, namespace: settings.namespace },
    now: () => clock.now(),
    setTimer: clock.setTimer,
    bridge: tellingOrigins(ofTown, origins, (ref) => live.polecat(ref)),
    onMissed: (kind, count) => metrics.missedEvents(kind, count),
    onDisturbed: (kind) => metrics.watchFailed(kind),
    onServed: (kind, isServed) => metrics.kindServed(kind, isServed),
    onProblem: (kind, problem, error) => logger.warn({ kind, error: textOf(error) }, problem),
  });
}
