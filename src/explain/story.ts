/** What an actor's state says of it, in the words of its status. */
import { liveActor, type LiveActor } from "../actors/index.ts";
import { persist, type ActorKind, type ActorRef, type ExecutionState } from "../host/index.ts";
import { convoyStatus, polecatStatus, rigStatus, witnessStatus, type ActorStatus } from "../status/index.ts";

export interface Told {
  /** The machine's state, such as `working.healthy`. */
  readonly state: string;
  readonly phase: string;
  readonly reason: string;
  readonly message: string;
}

export function tell(ref: ActorRef, kind: ActorKind, state: ExecutionState): Told {
  const actor = liveActor({ ref, kind, state });
  const { phase, conditions } = statusOf(actor, kind, state);
  const ready = conditions.find(({ type }) => type === "Ready");
  return { state: actor.state, phase, reason: ready?.reason ?? "", message: ready?.message ?? "" };
}

function statusOf(actor: LiveActor, kind: ActorKind, execution: ExecutionState): ActorStatus {
  const snapshot = persist(kind, execution);
  switch (actor.kind) {
    case "polecat":
      return polecatStatus(actor.state, actor.context, snapshot);
    case "convoy":
      return convoyStatus(actor.state, actor.context, snapshot);
    case "rig":
      return rigStatus(actor.state, actor.context, snapshot);
    case "witness":
      return witnessStatus(actor.state, actor.context, snapshot);
    default:
      return actor satisfies never;
  }
}
