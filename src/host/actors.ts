/** The actors that run, by name. Only the host changes them; whoever reads them may have been made before it. */
import { actorName, type ActorRef } from "./actor-ref.ts";
import type { ActorView } from "./actor-view.ts";
import type { LiveActor } from "./live-actor.ts";

/** For whoever reads them. */
export interface RunningActors {
  get(ref: Pick<ActorRef, "kind" | "namespace" | "name">): ActorView | undefined;
  list(): readonly ActorView[];
}

export class Actors implements RunningActors {
  readonly #byName = new Map<string, LiveActor>();

  get(ref: Pick<ActorRef, "kind" | "namespace" | "name">): LiveActor | undefined {
    return this.#byName.get(actorName(ref));
  }

  list(): readonly LiveActor[] {
    return [...this.#byName.values()];
  }

  add(actor: LiveActor): void {
    this.#byName.set(actorName(actor.ref), actor);
  }

  remove({ ref }: LiveActor): void {
    this.#byName.delete(actorName(ref));
  }
}
