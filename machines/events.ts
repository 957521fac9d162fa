/**
 * Events: past facts, in one union a machine. `at` is the host's clock in epoch ms, so that a machine needs none.
 */
import type { PodEvent } from "./pod.facts.ts";
import type {
  BeadStoreFacts,
  ConvoyFacts,
  PolecatFacts,
  RefineryFacts,
  RigFacts,
  WitnessFacts,
} from "./facts.ts";
import type {
  DesiredBeadStore,
  DesiredConvoy,
  DesiredPolecat,
  DesiredRig,
  DesiredView,
  DesiredWitness,
} from "./desired.ts";

interface SpecObserved<Desired> {
  readonly type: "spec.observed";
  readonly at: number;
  readonly desired: Desired;
}

interface TownObserved<Facts> {
  readonly type: "town.observed";
  readonly at: number;
  readonly facts: Facts;
}

/** The host has rebuilt this actor from a snapshot: services that were running are lost, facts are old. */
interface HostRestored {
  readonly type: "host.restored";
  readonly at: number;
}

/** The API server did not let the resource's finalizer be added, or removed. It is tried again. */
interface FinalizerRefused {
  readonly type: "finalizer.refused";
  readonly at: number;
  readonly message: string;
}

/** What each event says, for the pages and the inspector. */
export const EVENTS = {
  "spec.observed": "Somebody has changed the spec, or a resync sends it once more.",
  "town.observed": "The town was read: what of it concerns this resource.",
  "pods.observed": "Kubernetes has told of the polecat's pods.",
  "finalizer.refused": "The API server did not let the finalizer be added or removed; it is tried again.",
  "host.restored":
    "The operator has begun again from the status: services that ran are lost, and what was known of the town is old.",
} as const satisfies Readonly<Record<(PolecatEvent | ConvoyEvent | PodEvent)["type"], string>>;

export type PolecatEvent =
  SpecObserved<DesiredPolecat> | TownObserved<PolecatFacts> | FinalizerRefused | HostRestored;
export type ConvoyEvent = SpecObserved<DesiredConvoy> | TownObserved<ConvoyFacts> | HostRestored;
export type RigEvent = SpecObserved<DesiredRig> | TownObserved<RigFacts> | HostRestored;
export type WitnessEvent = SpecObserved<DesiredWitness> | TownObserved<WitnessFacts> | HostRestored;
export type RefineryEvent = SpecObserved<DesiredView> | TownObserved<RefineryFacts> | HostRestored;
export type BeadStoreEvent = SpecObserved<DesiredBeadStore> | TownObserved<BeadStoreFacts> | HostRestored;
