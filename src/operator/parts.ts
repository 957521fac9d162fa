/** The parts of a running operator, by when they are made: the ground first, then what writes, then all the rest. */
import type { Actors, ActorRef, Host } from "../host/index.ts";
import type { Hint } from "../gt/index.ts";
import type { KindLookup } from "../kinds/index.ts";
import type { Rigs } from "../projection/index.ts";
import type { Observer, Wake } from "../town/index.ts";
import type { ClaimsIndex } from "./claims.ts";
import type { FinalizerRefused } from "./deletion.ts";
import type { Informers } from "./informers.ts";
import type { LiveActors } from "./live-actors.ts";
import type { OperatorOptions } from "./options.ts";
import type { Origins } from "./origins.ts";
import type { OperatorPods } from "./pods/operator-pods.ts";
import type { Publisher } from "./publisher.ts";
import type { Resync } from "./resync.ts";
import type { ServiceRuns } from "./service-runs.ts";
import type { Signal } from "./signal.ts";
import type { Stores } from "./stores.ts";
import type { TownReads } from "./town-reads.ts";
import type { Writers } from "./writers.ts";

/** What a running operator consists of. */
export interface Parts {
  readonly writers: Writers;
  readonly runs: ServiceRuns;
  readonly pods: OperatorPods | null;
  readonly host: Host;
  readonly informers: Informers;
  readonly resync: Resync;
  readonly reads: TownReads;
  readonly townReader: Observer;
}

/** What everybody reads, and by which they tell of the town. */
export interface Ground {
  readonly options: OperatorOptions;
  readonly kindOf: KindLookup;
  readonly actors: Actors;
  readonly live: LiveActors;
  readonly stores: Stores;
  /** Null where the operator makes no pods. */
  readonly pods: OperatorPods | null;
  /** The Rigs of this town, as they are now. */
  readonly rigs: () => Rigs;
  readonly claims: ClaimsIndex;
  readonly runs: ServiceRuns;
  readonly traceId: () => string;
  /** The town is to be read soon. */
  readonly wakes: Signal<[Wake | Hint]>;
}

/** What writes to the API. */
export interface Writing {
  readonly writers: Writers;
  readonly publisher: Publisher;
  readonly origins: Origins;
  readonly reconcileDeletion: (ref: ActorRef) => void;
  /** Of each reason once. */
  readonly finalizerRefused: Signal<[ActorRef, FinalizerRefused]>;
}
