/**
 * Absences: how often in a row trusted reads lacked something. One list without a polecat proves nothing: gt may have
 * been in the middle of a change. Two do. A list that shows it with nothing on its hook proves as little: its database
 * may have been away for a second.
 */
import type { TownObservation } from "./observation.ts";

export interface Absences {
  /** Takes an observation into account; `polecats` are `RIG/NAME` of those that resources drive. */
  count(observation: TownObservation, polecats: Iterable<string>): void;
  /** Consecutive trusted reads without it: 0 (or unknown), 1, or 2 for two and more. */
  polecat(rig: string, name: string): 0 | 1 | 2;
  /** Consecutive trusted lists that showed it with nothing on its hook, of any polecat of the town. */
  issue(rig: string, name: string): 0 | 1 | 2;
  bead(id: string): 0 | 1 | 2;
}

export function createAbsences(): Absences {
  const polecats = new Map<string, 0 | 1 | 2>();
  const issues = new Map<string, 0 | 1 | 2>();
  const beads = new Map<string, 0 | 1 | 2>();
  return {
    count(observation, watched) {
      if (!observation.trust.trusted) return;
      countPolecats(polecats, observation, watched);
      countIssues(issues, observation);
      // Reads that nobody asked for do not count: a bead that is asked for again begins anew.
      for (const id of beads.keys()) if (!observation.beads.has(id)) beads.delete(id);
      for (const [id, reading] of observation.beads) {
        if (reading.ok) note(beads, id, reading.value !== null);
      }
    },
    polecat: (rig, name) => polecats.get(`${rig}/${name}`) ?? 0,
    issue: (rig, name) => issues.get(`${rig}/${name}`) ?? 0,
    bead: (id) => beads.get(id) ?? 0,
  };
}

function countPolecats(
  absences: Map<string, 0 | 1 | 2>,
  observation: TownObservation,
  watched: Iterable<string>,
): void {
  const kept = new Set(watched);
  for (const key of absences.keys()) if (!kept.has(key)) absences.delete(key);
  for (const key of kept) {
    const [rig = "", name = ""] = key.split("/");
    const list = observation.polecats.get(rig);
    if (list?.ok === true)
      note(
        absences,
        key,
        list.value.some((entry) => entry.name === name),
      );
    // A town that answers and does not know the rig has none of its polecats.
    else if (observation.rigs.ok && list === undefined && !observation.unlisted.has(rig))
      note(absences, key, false);
  }
}

function countIssues(absences: Map<string, 0 | 1 | 2>, { polecats, rigs, unlisted }: TownObservation): void {
  const listed = new Set<string>();
  for (const [rig, list] of polecats) {
    if (!list.ok) continue;
    for (const { name, issue } of list.value) {
      listed.add(`${rig}/${name}`);
      note(absences, `${rig}/${name}`, issue !== null);
    }
  }
  // A rig whose list was not read says nothing; one that the town does not know any more has no polecats.
  for (const key of absences.keys()) {
    const [rig = ""] = key.split("/");
    const list = polecats.get(rig);
    const isRead = list === undefined ? rigs.ok && !unlisted.has(rig) : list.ok;
    if (isRead && !listed.has(key)) absences.delete(key);
  }
}

function note(absences: Map<string, 0 | 1 | 2>, key: string, seen: boolean): void {
  if (seen) absences.delete(key);
  else absences.set(key, absences.has(key) ? 2 : 1);
}
