/**
 * Adoption: polecats of the town that no resource stands for get one that only observes; it goes when its polecat
 * does, or when another, managed resource drives that polecat. Pure.
 */
import { isPolecatOfAnother, type Claims } from "../preconditions/claims.ts";
import type { TownObservation } from "./observation.ts";
import { servingRig, shownRigName, type Rigs } from "./rigs.ts";

/** A view that nobody has touched since the operator made it. */
export interface AdoptedPolecat {
  readonly uid: string;
  /** The Rig that it names. */
  readonly rig: string;
  /** gt's name of the polecat's rig. */
  readonly gtRig: string;
  readonly polecat: string;
  /** The machine has seen its polecat gone twice. */
  readonly isTerminated: boolean;
}

export interface AdoptionPlan {
  /** With the name under which the rig is shown in Kubernetes. */
  readonly adopt: readonly { readonly rig: string; readonly polecat: string }[];
  /** Uids of adopted resources that stand for nothing any more. */
  readonly release: readonly string[];
}

export interface AdoptionSources {
  readonly observation: TownObservation;
  readonly claims: Claims;
  readonly rigs: Rigs;
  readonly adopted: readonly AdoptedPolecat[];
  /** `RIG/NAME`, by gt's names, that resources of people observe or name. */
  readonly bound: ReadonlySet<string>;
  /** Rigs, by gt's names, in which a sling is under way: its polecat is there before anybody knows whose it is. */
  readonly slinging: ReadonlySet<string>;
  /** Rigs, by gt's names, whose Rig was made just now: their polecats are shown under it. */
  readonly coming: ReadonlySet<string>;
}

export function planAdoption(sources: AdoptionSources): AdoptionPlan {
  const { observation, claims, rigs, adopted, bound, slinging, coming } = sources;
  if (!observation.trust.trusted) return { adopt: [], release: [] };
  const known = new Set([...bound, ...adopted.map(({ gtRig, polecat }) => `${gtRig}/${polecat}`)]);
  const adopt = [...observation.polecats].flatMap(([gtRig, list]) => {
    const rig = shownRigName(rigs, gtRig);
    if (!list.ok || rig === null || slinging.has(gtRig) || coming.has(gtRig)) return [];
    return list.value
      .filter(({ name }) => !known.has(`${gtRig}/${name}`) && claims.driverOfPolecat(gtRig, name) === null)
      .map(({ name }) => ({ rig, polecat: name }));
  });
  const release = adopted
    .filter((view) => view.isTerminated || isTakenOver(claims, view) || isElsewhere(rigs, view))
    .map(({ uid }) => uid);
  return { adopt, release };
}

/** A view that was taken over drives its polecat itself. */
function isTakenOver(claims: Claims, { uid, gtRig, polecat }: AdoptedPolecat): boolean {
  return isPolecatOfAnother(claims, { uid, rig: gtRig, polecat });
}

/** Made before there was a Rig for the polecat's rig: it is made anew under that one. */
function isElsewhere(rigs: Rigs, { rig, gtRig }: AdoptedPolecat): boolean {
  const serving = servingRig(rigs, gtRig);
  return serving !== undefined && serving.name !== rig;
}
