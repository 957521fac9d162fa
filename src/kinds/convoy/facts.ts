/** Facts of a Convoy: an observation cut down to what its machine decides from. Pure. */
import { isDone, isEnded, type ConvoyFacts, type RigAvailability } from "../../../machines/index.ts";
import { beadReading } from "../../projection/bead-reading.ts";
import type { FactSources } from "../../projection/fact-sources.ts";
import type { TownObservation } from "../../projection/observation.ts";
import { oldest } from "../../projection/read-times.ts";
import { rigAvailability } from "../../projection/rig-facts.ts";
import { unreadOfBeads } from "../../projection/unread-parts.ts";

export function convoyFacts(sources: FactSources, beads: readonly string[], rig: string | null): ConvoyFacts {
  const { observation, lastGoodAt, readTimes } = sources;
  const { startedAt, trust } = observation;
  const closed: string[] = [];
  const pending: string[] = [];
  const ended: string[] = [];
  const statuses = new Map<string, string>();
  const missing: string[] = [];
  const unread: string[] = [];
  let closedAt: number | null = null;
  for (const id of beads) {
    const reading = beadReading(sources, id);
    if (reading.reading === "known") {
      const { status } = reading;
      (isDone(status) ? closed : isEnded(status) ? ended : pending).push(id);
      if (isDone(status)) closedAt = later(closedAt, closingOf(sources.observation, id));
      else statuses.set(id, status);
    } else if (reading.reading === "missing" && reading.times === 2) missing.push(id);
    else unread.push(id);
  }
  const unreadPart = unreadOfBeads(observation, beads);
  const availability: RigAvailability = rig === null ? { usable: true } : rigAvailability(sources, rig);
  return {
    startedAt,
    lastGoodAt: oldest([lastGoodAt, ...beads.map((id) => readTimes.bead(id))]),
    town: trust,
    rig: availability,
    closed,
    pending,
    missing,
    unread,
    ended,
    statuses: Object.fromEntries(statuses),
    closedAt,
    ...(unreadPart && { unreadPart }),
  };
}

function closingOf({ beads }: TownObservation, id: string): number | null {
  const reading = beads.get(id);
  return reading?.ok === true ? (reading.value?.closedAt ?? null) : null;
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
