/** An actor that runs: its state, the services that it waits for, and its timers. */
import type { ActorRef } from "./actor-ref.ts";
import type { ActorKind, ExecutionState } from "./execution.ts";

export interface LiveActor {
  readonly ref: ActorRef;
  readonly kind: ActorKind;
  state: ExecutionState;
  /** By the child's id. */
  readonly aborts: Map<string, AbortController>;
  /** By the timer's id. */
  readonly cancels: Map<string, () => void>;
}

/** Nothing that it has begun is waited for any more. */
export function silence(actor: LiveActor): void {
  for (const abort of actor.aborts.values()) abort.abort();
  for (const cancel of actor.cancels.values()) cancel();
  actor.aborts.clear();
  actor.cancels.clear();
}
