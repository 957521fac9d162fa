/** The status of any actor, by its kind. */
import type { LiveActor } from "../actors/index.ts";
import { persist, type ActorKind, type ExecutionState } from "../host/index.ts";
import { beadStoreStatus } from "./bead-store-status.ts";
import type { ActorStatus } from "./conditions.ts";
import { convoyStatus } from "./convoy-status.ts";
import { polecatStatus } from "./polecat-status.ts";
import { refineryStatus } from "./refinery-status.ts";
import { rigStatus } from "./rig-status.ts";
import { witnessStatus } from "./witness-status.ts";

export function statusOf(actor: LiveActor, kind: ActorKind, execution: ExecutionState): ActorStatus {
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
    case "refinery":
      return refineryStatus(actor.state, actor.context, snapshot);
    case "beadstore":
      return beadStoreStatus(actor.state, actor.context, snapshot);
    default:
      return actor satisfies never;
  }
}
