/** Invariant 6: the journal replays to the live snapshots, as the operator wrote them into statuses. */
import { isDeepStrictEqual } from "node:util";
import { convoyKind, polecatKind, rigKind, witnessKind } from "../../../src/actors/index.ts";
import { persist, replay, type JournalRecord } from "../../../src/host/index.ts";
import type { MemoryObject } from "../../operator/memory-store.ts";
import { statusOf } from "../objects.ts";

const KINDS = new Map([polecatKind, convoyKind, rigKind, witnessKind].map((kind) => [kind.kind, kind]));

/** A snapshot as a status had it: `uid` and sequence say which state of which actor it is. */
export interface LiveSnapshot {
  readonly uid: string;
  readonly sequence: number;
  readonly snapshot: unknown;
}

export function liveSnapshot({ metadata, status }: MemoryObject): LiveSnapshot | null {
  const sequence = statusOf({ status }).snapshot?.sequence;
  if (sequence === undefined) return null;
  return { uid: metadata.uid, sequence, snapshot: status?.["snapshot"] };
}

/** @returns what differs, or null. Each life is a journal of its own here: a new one begins with restored snapshots. */
export function replayDifference(
  records: readonly JournalRecord[],
  live: readonly LiveSnapshot[],
): string | null {
  const wanted = Map.groupBy(live, ({ uid, sequence }) => `${uid} ${sequence}`);
  for (const { record, step } of replay(KINDS, records)) {
    const kind = KINDS.get(record.machine);
    if (step === null || kind === undefined) continue;
    const key = `${record.actor.uid} ${step.state.sequence}`;
    for (const { snapshot } of wanted.get(key) ?? []) {
      const replayed: unknown = JSON.parse(JSON.stringify(persist(kind, step.state)));
      if (!isDeepStrictEqual(replayed, snapshot)) {
        return `record ${record.sequence} replays to ${JSON.stringify(replayed)}, and the status had ${JSON.stringify(snapshot)}`;
      }
      wanted.delete(key);
    }
  }
  return null;
}
