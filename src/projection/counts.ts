/**
 * Counts: `gt vitals` is one call for all that want the issues of the town counted, made when one of them is due.
 */
import { hasElapsed } from "@gastown/system";

export interface Counts {
  /** @param waitMs how long the resource waits from one count to the next. */
  isDue(uid: string, waitMs: number, now: number): boolean;
  /** @param at start of the read by which it was counted, whether its count changed or not; epoch ms. */
  note(uid: string, at: number): void;
  /** Forgets the others, which are gone. */
  keep(uids: ReadonlySet<string>): void;
}

export function createCounts(): Counts {
  const countedAt = new Map<string, number>();
  return {
    isDue(uid, waitMs, now) {
      const at = countedAt.get(uid);
      return at === undefined || hasElapsed(waitMs, at, now);
    },
    note: (uid, at) => void countedAt.set(uid, at),
    keep(uids) {
      for (const uid of countedAt.keys()) if (!uids.has(uid)) countedAt.delete(uid);
    },
  };
}
