/** Facts of a polecat in pods: of the town it is told of its bead and its rig alone. Pure. */
import { podBead, type BeadReading, type PodTown } from "../../../../machines/index.ts";
import { beadReading } from "../../../projection/bead-reading.ts";
import type { FactSources } from "../../../projection/fact-sources.ts";
import { oldest } from "../../../projection/read-times.ts";
import { rigAvailability } from "../../../projection/rig-facts.ts";
import type { PodPolecatActor } from "../../live-actor.ts";

export function podFacts({ context }: PodPolecatActor, sources: FactSources): PodTown {
  const { observation, lastGoodAt, readTimes } = sources;
  const { desired, facts } = context;
  const bead = podBead(context);
  return {
    startedAt: observation.startedAt,
    lastGoodAt: oldest([lastGoodAt, ...(bead === null ? [] : [readTimes.bead(bead)])]),
    town: observation.trust,
    rig: rigAvailability(sources, desired.rig, desired.gtRig),
    bead: bead === null ? null : newestReading(facts?.bead ?? null, beadReading(sources, bead)),
  };
}

/** That a bead could not be read says nothing of it: what was read of it before counts until then. */
function newestReading(known: BeadReading | null, reading: BeadReading): BeadReading {
  return reading.reading === "unknown" && known?.id === reading.id ? known : reading;
}
