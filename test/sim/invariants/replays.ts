/** Invariant 6: the journal replays to the live snapshots, as the operator wrote them into statuses. */
import { isDeepStrictEqual } from "node:util";
import { ACTOR_KINDS } from "../../../src/kinds/index.ts";
import { persist, replay, type JournalRecord } from "../../../src/host/index.ts";
import type { MemoryObject } from "../../operator/memory-store.ts";
import { statusOf } from "../objects.ts";

/** A snapshot as a status had it: `uid` and sequence say which state of which actor it is. */
export interface LiveSnapshot {
  readonly uid: string;
  readonly sequence: number;
  readonly snapshot: unknown;
}

export function liveSnapshot({ metadata, status }: MemoryObject): LiveSnapshot | null {
  const { snapshot } = statusOf({ status });
  if (snapshot?.sequence === undefined) return null;
  return { uid: metadata.uid, sequence: snapshot.sequence, snapshot };
}

/** @returns what differs, or null. Each life is a journal of its own here: a new one begins with restored snapshots. */
export function replayDifference(
  records: readonly JournalRecord[],
  live: readonly LiveSnapshot[],
): string | null {
  const wanted = Map.groupBy(live, ({ uid, sequence }) => `${uid} ${sequence}`);
  const replayed = new Map<string, Replayed[]>();
  for (const { record, step } of replay(ACTOR_KINDS, records)) {
    const kind = ACTOR_KINDS.get(record.machine);
    const key = `${record.actor.uid} ${step?.state.sequence}`;
    if (step === null || kind === undefined || !wanted.has(key)) continue;
    // An actor whose resource was gone for a moment, as a stale list tells it, begins to count anew.
    const others = replayed.get(key) ?? [];
    replayed.set(key, others);
    const snapshot: unknown = JSON.parse(JSON.stringify(persist(kind, step.state)));
    others.push({ record: record.sequence, snapshot });
  }
  for (const [key, candidates] of replayed) {
    for (const { snapshot } of wanted.get(key) ?? []) {
      if (candidates.some((one) => isDeepStrictEqual(one.snapshot, snapshot))) continue;
      const told = candidates.map((one) => `record ${one.record} replays to ${JSON.stringify(one.snapshot)}`);
      return `${told.join(", ")}, and the status had ${JSON.stringify(snapshot)}`;
    }
  }
  return null;
}

interface Replayed {
  readonly record: number;
  readonly snapshot: unknown;
}
