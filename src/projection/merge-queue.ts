/** What a read of the town says of a merge queue. Pure. */
import { isDone, type EndedMerge, type QueuedMerge } from "../../machines/index.ts";
import type { FactSources } from "./fact-sources.ts";
import type { TownObservation } from "./observation.ts";

/** Null where it was not read. */
export function queueOf({ queues }: TownObservation, rig: string): readonly QueuedMerge[] | null {
  const queue = queues.get(rig);
  if (queue?.ok !== true) return null;
  return queue.value.map(({ id, branch, assignee, conflict }) => ({
    id,
    branch,
    claimed: assignee !== null,
    conflict,
  }));
}

/**
 * A closed request says how it ended. One whose bead is gone was purged by a nuke before it was read: two trusted reads
 * must lack it, as with everything that is gone.
 */
export function endedMerges(
  { observation, absences }: Pick<FactSources, "observation" | "absences">,
  leaving: readonly string[],
): readonly EndedMerge[] {
  return leaving.flatMap((id): readonly EndedMerge[] => {
    const reading = observation.beads.get(id);
    if (reading?.ok !== true || !observation.trust.trusted) return [];
    const bead = reading.value;
    if (bead === null)
      return absences.bead(id) === 2 ? [{ id, result: "lost", endedAt: null, durationMs: null }] : [];
    if (!isDone(bead.status)) return [];
    const { createdAt, closedAt } = bead;
    return [
      {
        id,
        result: bead.closeReason === "merged" ? "success" : "failure",
        endedAt: closedAt,
        durationMs: createdAt === null || closedAt === null ? null : closedAt - createdAt,
      },
    ];
  });
}
