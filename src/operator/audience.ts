/** The audience: who is told of each transition and each stop. Empty, it costs a look at an empty set. */
import type { ActorListener } from "./options.ts";

export interface Audience extends ActorListener {
  readonly subscribe: (listener: ActorListener) => () => void;
}

export function createAudience(): Audience {
  const listeners = new Set<ActorListener>();
  return {
    onTransition(transition) {
      for (const listener of listeners) listener.onTransition(transition);
    },
    onStop(ref) {
      for (const listener of listeners) listener.onStop(ref);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
