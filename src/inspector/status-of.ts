/** The status that an actor's state makes, without its snapshot: what people read, in the page as in kubectl. */
import { liveActor, type LiveActor } from "../actors/live-actor.ts";
import type { ActorView } from "../host/host-ports.ts";
import type { PersistedSnapshot } from "../host/persisted-snapshot.ts";
import type { ActorStatus } from "../status/conditions.ts";
import { convoyStatus } from "../status/convoy-status.ts";
import { polecatStatus } from "../status/polecat-status.ts";
import { rigStatus } from "../status/rig-status.ts";
import { witnessStatus } from "../status/witness-status.ts";

/** Persisting checks the whole context with its schema: too dear for thousands of cells that never show it. */
const UNSAID: PersistedSnapshot = {
  machine: "",
  version: 0,
  value: "",
  context: {},
  sequence: 0,
  timers: [],
};

export interface ShownActor {
  readonly actor: LiveActor;
  readonly status: ActorStatus;
}

export function shownActor(view: ActorView): ShownActor {
  const actor = liveActor(view);
  return { actor, status: statusOf(actor) };
}

function statusOf(actor: LiveActor): ActorStatus {
  switch (actor.kind) {
    case "polecat":
      return polecatStatus(actor.state, actor.context, UNSAID);
    case "convoy":
      return convoyStatus(actor.state, actor.context, UNSAID);
    case "rig":
      return rigStatus(actor.state, actor.context, UNSAID);
    case "witness":
      return witnessStatus(actor.state, actor.context, UNSAID);
    default:
      return actor satisfies never;
  }
}
