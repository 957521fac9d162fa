/**
 * Merges: what became of the merge requests of a rig, told from one queue read to the next. Pure.
 * gt keeps no history: a request that has ended leaves the queue, and only its own bead says how it ended.
 */

/** A merge request in the queue. */
export interface QueuedMerge {
  readonly id: string;
  readonly branch: string | null;
  /** Whether the refinery has taken it up. */
  readonly claimed: boolean;
  /** The commit with which its last try conflicted. */
  readonly conflict: string | null;
}

/** How a request ended that has left the queue. `lost`: its bead is gone, so nobody can say. */
export interface EndedMerge {
  readonly id: string;
  readonly result: "success" | "failure" | "lost";
  /** Epoch ms. */
  readonly endedAt: number | null;
  /** From its creation to its end. */
  readonly durationMs: number | null;
}

export interface MergeMemory {
  /** Requests of the newest queue, by id: the conflict that was seen. */
  readonly open: Readonly<Record<string, string | null>>;
  /** Ids that have left the queue and whose end is not known yet. */
  readonly leaving: readonly string[];
}

export interface MergeNews {
  readonly ended: readonly EndedMerge[];
  readonly conflicts: number;
}

/** Requests whose end is still asked for; of those that can never be read, the oldest are given up. */
const MOST_LEAVING = 500;

/** @param memory null before the first queue was read: what stood there then is no news. */
export function followMerges(
  memory: MergeMemory | null,
  queue: readonly QueuedMerge[],
  ends: readonly EndedMerge[],
): MergeNews & { readonly memory: MergeMemory } {
  const open = Object.fromEntries(queue.map(({ id, conflict }) => [id, conflict]));
  if (memory === null) return { memory: { open, leaving: [] }, ended: [], conflicts: 0 };
  const left = [...new Set([...memory.leaving, ...Object.keys(memory.open)])].filter((id) => !(id in open));
  const ended = ends.filter(({ id }) => left.includes(id));
  const leaving = left.filter((id) => !ended.some((end) => end.id === id)).slice(-MOST_LEAVING);
  const conflicts = queue.filter(
    ({ id, conflict }) => conflict !== null && conflict !== (memory.open[id] ?? null),
  );
  return { memory: { open, leaving }, ended, conflicts: conflicts.length };
}
