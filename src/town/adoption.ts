/**
 * Adoption: polecats of the town that no resource stands for get one that only observes; it goes when its polecat
 * does, or when another, managed resource drives that polecat. Pure.
 */
import type { Claims } from "./claims.ts";
import type { TownObservation } from "./observation.ts";

/** A view that nobody has touched since the operator made it. */
export interface AdoptedPolecat {
  readonly uid: string;
  readonly rig: string;
  readonly polecat: string;
  /** The machine has seen its polecat gone twice. */
  readonly isTerminated: boolean;
}

export interface AdoptionPlan {
  readonly adopt: readonly { readonly rig: string; readonly polecat: string }[];
  /** Uids of adopted resources that stand for nothing any more. */
  readonly release: readonly string[];
}

export interface AdoptionSources {
  readonly observation: TownObservation;
  readonly claims: Claims;
  readonly adopted: readonly AdoptedPolecat[];
  /** `RIG/NAME` that resources of people observe or name. */
  readonly bound: ReadonlySet<string>;
  /** Rigs in which a sling is under way: its polecat is there before anybody knows whose it is. */
  readonly slinging: ReadonlySet<string>;
}

export function planAdoption(sources: AdoptionSources): AdoptionPlan {
  const { observation, claims, adopted, bound, slinging } = sources;
  if (!observation.trust.trusted) return { adopt: [], release: [] };
  const known = new Set([...bound, ...adopted.map(({ rig, polecat }) => `${rig}/${polecat}`)]);
  const adopt = [...observation.polecats].flatMap(([rig, list]) =>
    !list.ok || slinging.has(rig)
      ? []
      : list.value
          .filter(({ name }) => !known.has(`${rig}/${name}`) && claims.driverOfPolecat(rig, name) === null)
          .map(({ name }) => ({ rig, polecat: name })),
  );
  const release = adopted
    .filter(
      ({ uid, rig, polecat, isTerminated }) => isTerminated || isDrivenByAnother(claims, uid, rig, polecat),
    )
    .map(({ uid }) => uid);
  return { adopt, release };
}

/** A view that was taken over drives its polecat itself. */
function isDrivenByAnother(claims: Claims, uid: string, rig: string, polecat: string): boolean {
  const driver = claims.driverOfPolecat(rig, polecat);
  return driver !== null && driver !== uid;
}
