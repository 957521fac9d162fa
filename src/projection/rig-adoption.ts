/**
 * Adoption of rigs: those that gt lists and no Rig stands for get one that only observes; it goes when gt does not list
 * them any more, or when a person's Rig stands for the same rig. Pure.
 */
import type { TownObservation } from "./observation.ts";
import { servingRig, type Rigs } from "./rigs.ts";

/** A view that nobody has touched since the operator made it. */
export interface AdoptedRig {
  readonly uid: string;
  readonly name: string;
  readonly gtName: string;
}

export interface RigAdoptionPlan {
  /** By gt's names. */
  readonly adopt: readonly string[];
  /** Uids of views that stand for nothing any more. */
  readonly release: readonly string[];
}

export interface RigAdoptionSources {
  readonly observation: Pick<TownObservation, "trust" | "rigs">;
  readonly rigs: Rigs;
  readonly adopted: readonly AdoptedRig[];
  /** How many trusted lists in a row have lacked the rig, with this one. */
  readonly absences: (gtName: string) => number;
  /** Names of Rigs that a person's resource refers to: it would refer to nothing. */
  readonly named: ReadonlySet<string>;
}

/** While the list of rigs could not be read, nothing is made and nothing goes. */
export function planRigAdoption(sources: RigAdoptionSources): RigAdoptionPlan {
  const { observation, rigs, adopted, absences, named } = sources;
  if (!observation.trust.trusted || !observation.rigs.ok) return { adopt: [], release: [] };
  const adopt = observation.rigs.value
    .map(({ name }) => name)
    .filter((gtName) => servingRig(rigs, gtName) === undefined);
  const release = adopted
    .filter(({ name, gtName }) => !named.has(name) && (isDuplicate(rigs, name) || absences(gtName) >= 2))
    .map(({ uid }) => uid);
  return { adopt, release };
}

function isDuplicate(rigs: Rigs, name: string): boolean {
  return (rigs.get(name)?.rival ?? null) !== null;
}

/** Counts in how many trusted lists in a row a rig was lacking: one may have been read in the middle of a change. */
export interface RigAbsences {
  count(observation: Pick<TownObservation, "trust" | "rigs">, gtNames: readonly string[]): void;
  of(gtName: string): number;
}

export function createRigAbsences(): RigAbsences {
  let absences: ReadonlyMap<string, number> = new Map();
  return {
    count({ trust, rigs }, gtNames) {
      if (!trust.trusted || !rigs.ok) return;
      const listed = new Set(rigs.value.map(({ name }) => name));
      const lacking = gtNames.filter((name) => !listed.has(name));
      absences = new Map(lacking.map((name) => [name, (absences.get(name) ?? 0) + 1]));
    },
    of: (gtName) => absences.get(gtName) ?? 0,
  };
}
