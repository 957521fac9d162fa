/** The status of any actor, by its kind. */
import type { LiveActor } from "../live-actor.ts";
import type { ActorKind, ExecutionState, PersistedSnapshot } from "../../host/index.ts";
// Not through the room's door: the inspector's page has this file, and nothing in a browser can open a journal's folder.
import { persist } from "../../host/persisted-snapshot.ts";
import { beadStoreStatus } from "../bead-store/status.ts";
import type { ActorStatus } from "./conditions.ts";
import { convoyStatus } from "../convoy/status.ts";
import { polecatStatus } from "../polecat/status.ts";
import { refineryStatus } from "../refinery/status.ts";
import { rigStatus } from "../rig/status.ts";
import { witnessStatus } from "../witness/status.ts";

export function statusOf(actor: LiveActor, kind: ActorKind, execution: ExecutionState): ActorStatus {
  return statusWith(persist(kind, execution), actor);
}

/** What people read of a status. Its snapshot is empty: making it checks the whole context, too expensive for thousands. */
export function shownStatus(actor: LiveActor): ActorStatus {
  return statusWith(NO_SNAPSHOT, actor);
}

const NO_SNAPSHOT: PersistedSnapshot = {
  machine: "",
  version: 0,
  value: "",
  context: {},
  sequence: 0,
  timers: [],
};

function statusWith(snapshot: PersistedSnapshot, actor: LiveActor): ActorStatus {
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
