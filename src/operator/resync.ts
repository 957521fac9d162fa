/**
 * Resync: what the API or the journal has refused is asked for again, and what somebody has changed on the server is put
 * right. That costs nothing where all is as it should be, and needs no read of the town: it goes with each, and goes on
 * by itself where a slow town is left to rest, or takes long to be read.
 */
import type { ActorRef, Clock, Host } from "../host/index.ts";
import type { Publisher } from "./publisher.ts";

export interface ResyncPorts {
  readonly clock: Clock;
  readonly host: Pick<Host, "actors" | "retryJournal">;
  readonly publisher: Pick<Publisher, "resync">;
  /** Gives the polecat of a resource its finalizer, or takes it away, as its spec and its end ask for. */
  readonly reconcileDeletion: (ref: ActorRef) => void;
  readonly pollMs: number;
}

export interface Resync {
  /** Now, and again after a while. */
  run(): void;
  close(): void;
}

/** A town that is read with every poll needs no other occasion. */
const POLLS = 2;

export function createResync({ clock, host, publisher, reconcileDeletion, pollMs }: ResyncPorts): Resync {
  let cancel = (): void => undefined;
  let isClosed = false;
  const run = (): void => {
    cancel();
    if (isClosed) return;
    cancel = clock.setTimer(POLLS * pollMs, run);
    host.retryJournal();
    for (const view of host.actors()) {
      publisher.resync(view);
      reconcileDeletion(view.ref);
    }
  };
  return {
    run,
    close() {
      isClosed = true;
      cancel();
    },
  };
}
