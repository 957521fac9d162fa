import type { ActorRef } from "./actor-ref.ts";
import type { ActorKind, ExecutionState } from "./execution.ts";

/** An actor as others see it: what it is, and how it stands. */
export interface ActorView {
  readonly ref: ActorRef;
  readonly kind: ActorKind;
  readonly state: ExecutionState;
}
