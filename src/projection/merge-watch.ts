/** The watch over the merge queues of all rigs, for the metrics: these count with and without a Refinery resource. */
import { followMerges, type MergeMemory, type MergeNews } from "../../machines/index.ts";
import type { Absences } from "./absences.ts";
import type { TownObservation } from "./observation.ts";
import { endedMerges, queueOf } from "./merge-queue.ts";

export interface MergeWatch {
  /** Ids of requests that have left their queue: the next sync reads how they ended. */
  leaving(): readonly string[];
  /** News by rig. A queue that was not read, or that nobody can trust, brings none. */
  note(observation: TownObservation, absences: Absences): ReadonlyMap<string, MergeNews>;
}

export function createMergeWatch(): MergeWatch {
  const memories = new Map<string, MergeMemory>();
  return {
    leaving: () => [...memories.values()].flatMap(({ leaving }) => leaving),
    note(observation, absences) {
      const news = new Map<string, MergeNews>();
      if (!observation.trust.trusted) return news;
      // Of a rig that the town no longer has; where the rigs were not read, nobody knows which those are.
      if (observation.rigs.ok) {
        for (const rig of memories.keys())
          if (!observation.queues.has(rig) && !observation.unlisted.has(rig)) memories.delete(rig);
      }
      for (const rig of observation.queues.keys()) {
        const queue = queueOf(observation, rig);
        if (queue === null) continue;
        const memory = memories.get(rig) ?? null;
        const ends = endedMerges({ observation, absences }, memory?.leaving ?? []);
        const { memory: next, ...rest } = followMerges(memory, queue, ends);
        memories.set(rig, next);
        news.set(rig, rest);
      }
      return news;
    },
  };
}
