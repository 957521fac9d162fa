/**
 * Upcasts: what an older version of a machine wrote, as the next version would have written it. Each step is one
 * version; a machine that changes old decisions raises its version and either brings a step or lets old records go.
 */
import type { Decision } from "./decision.ts";
import type { PersistedSnapshot } from "./snapshot-shape.ts";

interface RecordedEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** From version `from` to `from + 1`. What a step leaves out stays as it is. */
export interface Upcast {
  readonly from: number;
  readonly input?: (input: unknown) => unknown;
  readonly event?: (event: RecordedEvent) => RecordedEvent;
  /** Without the version: that is raised here. */
  readonly snapshot?: (snapshot: PersistedSnapshot) => PersistedSnapshot;
  /** What the next version decides instead, where it says so on purpose. */
  readonly decision?: (decision: Decision) => Decision;
}

/** What an actor's kind says of its versions. */
interface Versioned {
  readonly version: number;
  readonly upcasts?: readonly Upcast[];
}

/** The steps from a version to the kind's own, or null where one is missing. */
export function stepsFrom({ version, upcasts = [] }: Versioned, from: number): readonly Upcast[] | null {
  if (from > version) return null;
  const steps: Upcast[] = [];
  for (let at = from; at < version; at += 1) {
    const step = upcasts.find((upcast) => upcast.from === at);
    if (step === undefined) return null;
    steps.push(step);
  }
  return steps;
}

/** A `status.snapshot` as this version would have written it, or null where it cannot be known. */
export function upcastSnapshot(kind: Versioned, snapshot: PersistedSnapshot): PersistedSnapshot | null {
  if (snapshot.version === kind.version) return snapshot;
  const steps = stepsFrom(kind, snapshot.version);
  return steps === null ? null : steps.reduce(raiseSnapshot, snapshot);
}

export function raiseSnapshot(
  snapshot: PersistedSnapshot,
  { from, snapshot: change }: Upcast,
): PersistedSnapshot {
  return { ...(change === undefined ? snapshot : change(snapshot)), version: from + 1 };
}
