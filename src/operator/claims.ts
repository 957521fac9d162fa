/** Which managed resource drives which polecat and which bead, read from the live actors. */
import { gtRigOf, podBead, trackedBead } from "../../machines/index.ts";
import type { PodPolecatActor, PolecatActor } from "../kinds/index.ts";
import type { Claims } from "../preconditions/index.ts";

export interface ClaimsIndex extends Claims {
  /** The actors have changed: the next question reads them again. */
  invalidate(): void;
  /** `RIG/NAME` of all driven or observed polecats. */
  polecats(): readonly string[];
}

/** Uids by `RIG/NAME` and by bead, and the bead of each uid. */
interface Index {
  readonly byPolecat: ReadonlyMap<string, string>;
  readonly byBead: ReadonlyMap<string, string>;
  readonly byDriver: ReadonlyMap<string, string>;
  readonly names: readonly string[];
}

/**
 * True while it works on its bead or its sling is under way: then the bead is its own. A view that was just taken over
 * does not know yet whether it is.
 */
export function isEngaged({ hasTag, context }: PolecatActor): boolean {
  return hasTag("slinging") || (hasTag("Working") && !context.awaitsTakeover);
}

/** @param podPolecats those in pods: of the town they drive beads alone. */
export function createClaims(
  polecats: () => readonly PolecatActor[],
  podPolecats: () => readonly PodPolecatActor[] = () => [],
): ClaimsIndex {
  let index: Index | null = null;
  const read = (): Index => {
    index ??= build(polecats(), podPolecats());
    return index;
  };
  return {
    invalidate() {
      index = null;
    },
    driverOfPolecat: (rig, name) => read().byPolecat.get(`${rig}/${name}`) ?? null,
    driverOfBead: (bead) => read().byBead.get(bead) ?? null,
    beadOf: (uid) => read().byDriver.get(uid) ?? null,
    polecats: () => read().names,
  };
}

/** Who works there goes before who rests there, and who got the polecat from gt before who only names it. */
function precedence(actor: PolecatActor): number {
  return 2 * Number(isEngaged(actor)) + Number(actor.context.desired.boundTo === null);
}

/**
 * Of two that work under one name the newer sling has it: gt gives a name anew only where its polecat is gone. Where even
 * that is the same, the uid decides, so that the answer does not depend on the order in which they were read.
 */
function byPrecedence(one: PolecatActor, other: PolecatActor): number {
  const slings = (one.context.slungAt ?? 0) - (other.context.slungAt ?? 0);
  return precedence(one) - precedence(other) || slings || (one.ref.uid < other.ref.uid ? 1 : -1);
}

/** Where gt has given an idle polecat to another bead, the one that works there now is its driver. */
function build(actors: readonly PolecatActor[], podPolecats: readonly PodPolecatActor[]): Index {
  const byPolecat = new Map<string, string>();
  const byBead = new Map<string, string>();
  const byDriver = new Map<string, string>();
  const names = new Set<string>();
  for (const { ref, context } of podPolecats) {
    // Its own from the claim on: before that nothing is written for it.
    const bead = context.bead === null ? null : podBead(context);
    if (bead === null) continue;
    byBead.set(bead, ref.uid);
    byDriver.set(ref.uid, bead);
  }
  for (const actor of [...actors].sort(byPrecedence)) {
    const { context, ref } = actor;
    const { desired, polecatName } = context;
    if (polecatName !== null) names.add(`${gtRigOf(desired)}/${polecatName}`);
    if (!desired.managed) continue;
    if (polecatName !== null) byPolecat.set(`${gtRigOf(desired)}/${polecatName}`, ref.uid);
    const bead = trackedBead(context);
    if (!isEngaged(actor) || bead === null) continue;
    byBead.set(bead, ref.uid);
    byDriver.set(ref.uid, bead);
  }
  return { byPolecat, byBead, byDriver, names: [...names] };
}
