/** What the views of a rig are told: its merge queue (Refinery) and the number of its beads (BeadStore). Pure. */
import {
  isDone,
  type BeadStoreFacts,
  type EndedMerge,
  type QueuedMerge,
  type RefineryFacts,
} from "../../machines/index.ts";
import type { FactSources } from "./fact-sources.ts";
import type { TownObservation } from "./observation.ts";
import { oldest } from "./read-times.ts";
import { rigStanding } from "./rig-facts.ts";
import { gtNameUnder } from "./rigs.ts";

/** @param leaving ids of requests that have left the queue before this read. */
export function refineryFacts(sources: FactSources, rig: string, leaving: readonly string[]): RefineryFacts {
  const gtName = gtNameUnder(sources.rigs, rig);
  return {
    ...seen(sources, rig),
    lastGoodAt: oldest([sources.lastGoodAt, sources.readTimes.queue(gtName)]),
    queue: queueOf(sources.observation, gtName),
    ended: endedMerges(sources, leaving),
  };
}

/** @param counted how many beads there are, as read now, or as the store was told before. */
export function beadStoreFacts(
  sources: FactSources,
  rig: string,
  counted: NonNullable<TownObservation["issues"]> | BeadStoreFacts,
): BeadStoreFacts {
  const { rigs, trust } = sources.observation;
  const gtName = gtNameUnder(sources.rigs, rig);
  const entry = rigs.ok ? rigs.value.find(({ name }) => name === gtName) : undefined;
  const known = { ...seen(sources, rig), prefix: entry?.beadsPrefix ?? null, gtName };
  if (!("ok" in counted)) {
    const { issues, lastGoodAt, unreadPart } = counted;
    return { ...known, issues, lastGoodAt, ...(unreadPart && { unreadPart }) };
  }
  if (!trust.trusted) return { ...known, issues: null };
  if (counted.ok) return { ...known, issues: counted.value.get(gtName) ?? null };
  const message = `the beads could not be counted: ${counted.message}`;
  // The count that is shown stays as old as it is.
  return { ...known, issues: null, lastGoodAt: null, unreadPart: { reason: "IssuesUnread", message } };
}

function seen(sources: FactSources, rig: string) {
  const { observation, lastGoodAt } = sources;
  return {
    startedAt: observation.startedAt,
    lastGoodAt,
    town: observation.trust,
    rig: rigStanding(sources, rig),
  };
}

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
