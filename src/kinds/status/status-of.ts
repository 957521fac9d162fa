/** The status of an actor of any kind. */
import type { PersistedSnapshot } from "../../host/index.ts";
// Not through the room's door: the inspector's page has this file, and nothing in a browser can open a journal's folder.
import { persist } from "../../host/persisted-snapshot.ts";
import type { Kind } from "../define-kind.ts";
import type { LiveActor } from "../live-actor.ts";
import type { ActorStatus } from "./conditions.ts";

export function statusOf(kind: Kind, actor: LiveActor): ActorStatus {
  return kind.statusOf(actor, persist(kind, actor.execution));
}

/** What people read of a status. Its snapshot is empty: making it checks the whole context, too expensive for thousands. */
export function shownStatus(kind: Kind, actor: LiveActor): ActorStatus {
  return kind.statusOf(actor, NO_SNAPSHOT);
}

const NO_SNAPSHOT: PersistedSnapshot = {
  machine: "",
  version: 0,
  value: "",
  context: {},
  sequence: 0,
  timers: [],
};
