/**
 * Read times: when each part of the town was last read by a read that could be trusted. While a part cannot be read,
 * what is shown of it is as old as this.
 */
import type { TownObservation } from "./observation.ts";

export interface ReadTimes {
  /** Takes an observation into account. What it did not ask for is forgotten. */
  note(observation: TownObservation): void;
  /** Epoch ms at which the read began; null where there was none since the operator did. */
  rigs(): number | null;
  convoys(): number | null;
  polecats(rig: string): number | null;
  queue(rig: string): number | null;
  bead(id: string): number | null;
}

export function createReadTimes(): ReadTimes {
  const town = { rigs: null as number | null, convoys: null as number | null };
  const polecats = new Map<string, number>();
  const queues = new Map<string, number>();
  const beads = new Map<string, number>();
  return {
    note(observation) {
      const { startedAt, rigs, convoys, trust, unlisted } = observation;
      if (!trust.trusted) return;
      if (rigs.ok) town.rigs = startedAt;
      if (convoys?.ok === true) town.convoys = observation.convoysReadAt;
      noteEach(polecats, observation.polecats, startedAt, unlisted);
      noteEach(queues, observation.queues, startedAt, unlisted);
      noteEach(beads, observation.beads, startedAt);
    },
    rigs: () => town.rigs,
    convoys: () => town.convoys,
    // Of a rig that the town does not know, the list of rigs tells all.
    polecats: (rig) => polecats.get(rig) ?? town.rigs,
    queue: (rig) => queues.get(rig) ?? null,
    bead: (id) => beads.get(id) ?? null,
  };
}

/** The oldest of the times: together, the parts are as old as that; null where one was never read. */
export function oldest(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>(
    (sum, time) => (sum === null || time === null ? null : Math.min(sum, time)),
    Infinity,
  );
}

function noteEach(
  times: Map<string, number>,
  readings: ReadonlyMap<string, { readonly ok: boolean }>,
  startedAt: number,
  kept: ReadonlySet<string> = new Set(),
): void {
  for (const key of times.keys()) if (!readings.has(key) && !kept.has(key)) times.delete(key);
  for (const [key, { ok }] of readings) if (ok) times.set(key, startedAt);
}
