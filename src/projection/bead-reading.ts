/** What a read of the town says of one bead. Pure. */
import type { BeadReading } from "../../machines/index.ts";
import type { FactSources } from "./fact-sources.ts";

export function beadReading(
  { observation, absences }: Pick<FactSources, "observation" | "absences">,
  id: string,
): BeadReading {
  const reading = observation.beads.get(id);
  if (reading === undefined) return { reading: "unknown", id, message: "not read in this sync" };
  if (!reading.ok) return { reading: "unknown", id, message: reading.message };
  if (reading.value === null) {
    const times = absences.bead(id);
    return times === 0 ? { reading: "unknown", id, message: "not read" } : { reading: "missing", id, times };
  }
  const { status, assignee, closedAt } = reading.value;
  return { reading: "known", id, status, assignee, ...(closedAt !== null && { closedAt }) };
}
