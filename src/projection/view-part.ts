/** What every view of a part of a rig is told. Pure. */
import type { FactSources } from "./fact-sources.ts";
import { rigAvailability } from "./rig-facts.ts";

export function viewPart(sources: FactSources, rig: string) {
  const { observation, lastGoodAt } = sources;
  return {
    startedAt: observation.startedAt,
    lastGoodAt,
    town: observation.trust,
    rig: rigAvailability(sources, rig),
  };
}
