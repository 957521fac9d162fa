/**
 * Restarts of pods: a sign that a polecat in a pod gets nowhere. Their number comes with the resource; what counts is how
 * many there were lately, as seen by this operator: what was before it began says nothing of now.
 */
export interface PodRestarts {
  /** Takes the number of all restarts into account; null where the polecat has no pod. */
  note(uid: string, total: number | null, at: number): void;
  /** Forgets all others: their resources are gone. */
  keep(uids: ReadonlySet<string>): void;
  /** Restarts that were seen within the last `withinMs`; null where the polecat has no pod. */
  recent(uid: string, withinMs: number, now: number): number | null;
}

interface Seen {
  readonly total: number;
  /** Epoch ms at which each of the newest restarts was seen. */
  readonly at: readonly number[];
}

/** Two are enough to decide from. */
const KEPT = 2;

export function createPodRestarts(): PodRestarts {
  const seen = new Map<string, Seen>();
  return {
    note(uid, total, at) {
      const known = seen.get(uid);
      if (total === null) seen.delete(uid);
      // A lower number is that of a new pod.
      else if (known === undefined || total < known.total) seen.set(uid, { total, at: [] });
      else {
        const more = Array.from({ length: Math.min(KEPT, total - known.total) }, () => at);
        seen.set(uid, { total, at: [...known.at, ...more].slice(-KEPT) });
      }
    },
    keep(uids) {
      for (const uid of seen.keys()) if (!uids.has(uid)) seen.delete(uid);
    },
    recent: (uid, withinMs, now) => seen.get(uid)?.at.filter((at) => at > now - withinMs).length ?? null,
  };
}
