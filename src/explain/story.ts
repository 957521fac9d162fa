/** What an actor's state says of it, in the words of its status. */
import { kindOf, liveActor, shownStatus } from "../kinds/index.ts";
import { type ActorKind, type ActorRef, type ExecutionState } from "../host/index.ts";

export interface Told {
  /** The machine's state, such as `working.healthy`. */
  readonly state: string;
  readonly phase: string;
  readonly reason: string;
  readonly message: string;
}

export function tell(ref: ActorRef, kind: ActorKind, state: ExecutionState): Told {
  const actor = liveActor({ ref, kind, state });
  const { phase, conditions } = shownStatus(kindOf(actor.kind), actor);
  const ready = conditions.find(({ type }) => type === "Ready");
  return { state: actor.state, phase, reason: ready?.reason ?? "", message: ready?.message ?? "" };
}
