/** What a Refinery is told of its rig's merge queue. Pure. */
import type { RefineryFacts } from "../../../machines/index.ts";
import type { FactSources } from "../../projection/fact-sources.ts";
import { endedMerges, queueOf } from "../../projection/merge-queue.ts";
import { oldest } from "../../projection/read-times.ts";
import { gtNameUnder } from "../../projection/rigs.ts";
import { viewPart } from "../../projection/view-part.ts";

/** @param leaving ids of requests that have left the queue before this read. */
export function refineryFacts(sources: FactSources, rig: string, leaving: readonly string[]): RefineryFacts {
  const gtName = gtNameUnder(sources.rigs, rig);
  return {
    ...viewPart(sources, rig),
    lastGoodAt: oldest([sources.lastGoodAt, sources.readTimes.queue(gtName)]),
    queue: queueOf(sources.observation, gtName),
    ended: endedMerges(sources, leaving),
  };
}
