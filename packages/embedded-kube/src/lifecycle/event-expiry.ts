import { coreEvents } from "../resources/index.ts";
import type { WriteContext } from "./write-request.ts";

/** kube-apiserver's default --event-ttl. */
const timeToLiveMs = 60 * 60 * 1000;
const sweepIntervalMs = 60 * 1000;

/** Removes Events an hour after they were created or last repeated, so that a long-running server does not fill up. */
export class EventExpiry {
  readonly #timer: NodeJS.Timeout;

  constructor(context: WriteContext) {
    // The clock starts when the server first sees an Event in its present version, as an etcd lease does.
    const seen = new WeakMap<object, number>();
    this.#timer = setInterval(() => {
      const now = context.now();
      for (const [, event] of context.store.collection(coreEvents.storage).entries()) {
        const since = seen.get(event) ?? now;
        seen.set(event, since);
        if (now - since > timeToLiveMs) context.store.remove(coreEvents.storage, event);
      }
    }, sweepIntervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
