/** What an informer is given, and what it tells. */
import type { SetTimer } from "@gastown/system";
import type { ApiError } from "./errors.ts";
import type { ObjectStore } from "./lister.ts";
import type { Resource } from "./resource.ts";
import type { Backoff } from "./retry.ts";
import type { KubeApi } from "./transport.ts";

/** A change that has just gone into the store. `deleted` carries the last state known. */
export interface InformerEvent<T> {
  type: "applied" | "deleted";
  object: T;
}

/** An object that does not have the shape of its type: the CRD in the cluster is another one than ours. */
export interface Unreadable {
  name: string;
  namespace: string | undefined;
  problem: string;
}

/** Something went wrong, and what is done about it. For logs; the informer itself goes on. */
export interface Disturbance {
  error: unknown;
  /** `handler`: the event handler threw. `connection`: list or watch failed. */
  during: "connection" | "handler";
  /** Failures in a row, this one included. */
  failures: number;
  waitMs: number;
}

export interface InformerOptions<T> {
  api: KubeApi;
  resource: Resource<T>;
  /** Where the objects are kept, for whoever reads them before there is an informer; absent, it is its own. */
  store?: ObjectStore<T>;
  /** Told of every change, in order, after the store has it. Runs synchronously: hand the work on. */
  handler: (event: InformerEvent<T>) => void;
  /** Only this namespace; absent for all. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  now: () => number;
  /** The machine's own timers unless given. */
  setTimer?: SetTimer;
  /** In [0, 1): spreads the load of many informers. */
  random: () => number;
  /** A list after the first found changes that the watch had never told. */
  onMissed?: (count: number) => void;
  onUnreadable?: (object: Unreadable) => void;
  /** The server does not know the type, or lets nobody of this name read it; told once. It is asked for on and on. */
  onRefused?: (refusal: ApiError) => void;
  /** What was refused is served by now. */
  onServed?: () => void;
  onDisturbance?: (disturbance: Disturbance) => void;
  /** Objects a page of a list. */
  pageLimit?: number;
  /**
   * The server is asked to end a watch after this many seconds, up to twice as many. Short, because a connection that
   * something on the way has forgotten looks like a quiet one: only an end that does not come tells. The server sends a
   * bookmark before it ends a watch, so that the next one begins where it was.
   */
  watchSeconds?: number;
  /** How long after that end a watch that goes on counts as dead. */
  overdueAfterMs?: number;
  backoff?: Backoff;
}
