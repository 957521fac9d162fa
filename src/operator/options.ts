/** What a running operator needs from around it, and what can be done with it. */
import type { GtClient, Hint } from "../gt/index.ts";
import type { ActorRef, ActorView, Clock, HostPorts, Journal, Transition } from "../host/index.ts";
import type { Kind } from "../kinds/index.ts";
import type { KubeApi } from "../kube/index.ts";
import type { HealthReport, Logger, Metrics } from "../telemetry/index.ts";
import type { TownLeaseName } from "./town-lease.ts";
import type { PathState } from "../projection/index.ts";

export interface OperatorSettings {
  readonly pollMs: number;
  /** How long a sync waits for one read of gt before it goes on without it, ms. */
  readonly readTimeoutMs: number;
  /** Where no Witness resource says otherwise. */
  readonly stuckThresholdMs: number;
  /** Whether a rig without a Witness resource has a witness all the same. */
  readonly defaultWitness: boolean;
  /** Undefined watches all namespaces. */
  readonly namespace: string | undefined;
  /** Undefined serves what names no town. */
  readonly town?: string | undefined;
  readonly adopt: boolean;
  /** Undefined: no pod is made, and none is asked for. */
  readonly pods?: PodsSettings | undefined;
  /** The town's folder, in which each rig has one. */
  readonly townRoot: string;
  /** Where adopted polecats get their resources. */
  readonly adoptNamespace: string;
  /** Where it is told when the town was last read. Undefined: nowhere in the API. */
  readonly townLease?: TownLeaseName | undefined;
  /** This process in Events: usually the pod's name. */
  readonly instance: string;
}

export interface PodsSettings {
  /** The only ones in which pods are watched and made. */
  readonly namespaces: readonly string[];
  /** Of `clone` and the warden: the operator's own. */
  readonly image: string;
}

export interface OperatorOptions {
  /** Those of the registry, unless it says otherwise. */
  readonly kinds?: readonly Kind[];
  readonly api: KubeApi;
  readonly gt: GtClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly journal: Journal;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The repository of each rig, by gt's name of it. */
  readonly rigUrls: () => Promise<ReadonlyMap<string, string>>;
  readonly statPath: (path: string) => Promise<PathState>;
  /** Calls back whenever something hints at a change in the town; returns how to stop. */
  readonly watchTown: (onHint: (hint: Hint) => void) => () => void;
  /** Absent, nobody observes. */
  readonly observer?: OperatorObserver;
  /**
   * Resolves when no gt write of an operator before this one runs any more: nothing is asked of gt for a resource
   * until then, or a write that is under way would be looked for too early, and done twice. The signal ends the waiting.
   */
  readonly fencingBarrier?: (signal: AbortSignal) => Promise<void>;
  /** An actor is about to do something: a watchdog names it if nothing follows. */
  readonly onTurn?: HostPorts["onTurn"];
  readonly settings: OperatorSettings;
}

/** Who observes the actors and changes nothing. */
export interface OperatorObserver {
  readonly onTransition: (transition: Transition) => void;
  /** An actor is gone: its resource, or the operator that ran it. */
  readonly onStop: (ref: ActorRef) => void;
  /** Runs a service of an actor, so that it can be told whose a gt call is. */
  readonly onBehalfOf: (ref: ActorRef, run: () => Promise<unknown>) => Promise<unknown>;
}

export interface Operator {
  /** Resolves once all resources are listed and the observer runs. */
  start(): Promise<void>;
  ready(): HealthReport;
  /** The running actors. */
  actors(): readonly ActorView[];
  /** Stops; gt writes under way get `withinMs` to end, and what they did is seen in the next run. */
  close(withinMs: number): Promise<void>;
}
