/**
 * A status in the form in which the API server gets it: with its snapshot as one line of JSON. `kubectl describe` would
 * otherwise show a page of the actor's memory before it comes to what people look for.
 */
import type { ActorStatus } from "./conditions.ts";

/** The writer knows a status again by its identity, so that one which is offered twice costs nothing. */
const known = new WeakMap<ActorStatus, object>();

export function writtenStatus(status: ActorStatus): object {
  const written = known.get(status) ?? { ...status, snapshot: JSON.stringify(status.snapshot) };
  known.set(status, written);
  return written;
}
