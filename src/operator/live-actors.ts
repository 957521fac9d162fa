/** The actors that run, as their kinds know them. */
import type { ActorRef, ActorView, RunningActors } from "../host/index.ts";
import {
  liveActor,
  podPolecatKind,
  polecatKind,
  type LiveActor,
  type PodPolecatActor,
  type PolecatActor,
} from "../kinds/index.ts";

export class LiveActors {
  readonly #actors: RunningActors;

  constructor(actors: RunningActors) {
    this.#actors = actors;
  }

  all(): readonly LiveActor[] {
    return this.#actors.list().map(liveActor);
  }

  polecats(): readonly PolecatActor[] {
    return this.all().filter(polecatKind.owns);
  }

  podPolecats(): readonly PodPolecatActor[] {
    return this.all().filter(podPolecatKind.owns);
  }

  podPolecat(ref: ActorRef): PodPolecatActor | undefined {
    const view = this.#actors.get(ref);
    const actor = view === undefined ? undefined : liveActor(view);
    return actor !== undefined && podPolecatKind.owns(actor) ? actor : undefined;
  }

  polecat(ref: ActorRef): PolecatActor | undefined {
    const view = this.#actors.get(ref);
    const actor = view === undefined ? undefined : liveActor(view);
    return actor !== undefined && polecatKind.owns(actor) ? actor : undefined;
  }

  view(uid: string): ActorView | undefined {
    return this.#actors.list().find(({ ref }) => ref.uid === uid);
  }
}
