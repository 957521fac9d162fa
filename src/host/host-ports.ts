/** What the host asks of its surroundings, and what it tells them. */
import type { ActorRef } from "./actor-ref.ts";
import type { Actors } from "./actors.ts";
import type { Clock } from "./clock.ts";
import type { Effect, Operation } from "./effects.ts";
import type { ActorKind, ExecutionState, HostEvent } from "./execution.ts";
import type { Journal } from "./journal/journal.ts";

/** One event taken by an actor, as observers see it. `before` is null for an actor's first state. */
export interface Transition {
  readonly ref: ActorRef;
  readonly kind: ActorKind;
  readonly event: HostEvent;
  readonly cause: string;
  readonly trace: string;
  readonly at: number;
  readonly before: ExecutionState | null;
  readonly after: ExecutionState;
  readonly effects: readonly Effect[];
}

export interface HostPorts {
  /** Where it keeps its actors, for whoever was made before it; absent, they are its own. */
  readonly actors?: Actors;
  readonly clock: Clock;
  readonly journal: Journal;
  /** A new one at each call. */
  readonly traceId: () => string;
  /** Carries out a service; its answer comes back as an event. `signal` aborts when the machine left the state. */
  readonly runService: (ref: ActorRef, operation: Operation, signal: AbortSignal) => Promise<unknown>;
  /** Carries out a named action such as `requestObservation`. */
  readonly runAction: (ref: ActorRef, action: string, params: unknown) => void;
  readonly onTransition: (transition: Transition) => void;
  readonly onStop: (ref: ActorRef) => void;
  /** An actor is about to do something: take an event, or have a service run. A watchdog names it if nothing follows. */
  readonly onTurn?: ((ref: ActorRef, doing: string) => void) | undefined;
  /** A snapshot that was dropped, a machine that failed, a journal that could not be written. */
  readonly onProblem: (ref: ActorRef | null, problem: string, error?: unknown) => void;
}

export interface StartOptions {
  readonly input: unknown;
  /** `status.snapshot` of an earlier run of the operator, unchecked. */
  readonly persisted?: unknown;
}
