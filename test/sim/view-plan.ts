/** Refineries and BeadStores: resources that only show a part of a rig, made, edited and deleted at any moment. */
import { createChance, type Chance } from "@gastown/testing";
import type { Action, PlannedAction, Spec } from "./actions.ts";

/** As long as Kubernetes takes them, and with dots: what is made of a name must not be too long for anybody after that. */
export const VIEWS = [
  "refineries/r1",
  `refineries/r2.${"x".repeat(250)}`,
  "beadstores/b1",
  `beadstores/b2.${"y".repeat(250)}`,
] as const;

export function viewActions(seed: number, calmAt: number): readonly PlannedAction[] {
  // Chance of its own: the rest of the schedule is the same with these actions and without them.
  const chance = createChance(Math.imul(seed + 31, 0x27d4eb2f));
  const created = VIEWS.filter(() => chance.happens(0.3));
  const create = (object: string): Action => ({
    ...{ who: "person", does: "create", object },
    spec: object.startsWith("refineries") ? refinery(chance) : beadStore(chance),
  });
  return created.flatMap((object) => [
    { at: chance.happens(0.5) ? 0 : chance.below(calmAt), action: create(object) },
    ...Array.from({ length: chance.below(3) }, () => ({
      at: chance.below(calmAt),
      action: later(chance, object, create),
    })),
  ]);
}

function later(chance: Chance, object: string, create: (object: string) => Action): Action {
  const turn = chance.below(6);
  if (turn === 0) return { who: "person", does: "delete", object };
  if (turn === 1) return create(object);
  const spec = object.startsWith("refineries") ? refinery(chance) : beadStore(chance);
  return { who: "person", does: "edit", object, spec };
}

function refinery(chance: Chance): Spec {
  return { rigRef: chance.pick(["alpha", "alpha", "beta", "gamma"]), targetBranch: "main" };
}

function beadStore(chance: Chance): Spec {
  const rigRef = chance.pick(["alpha", "beta", "beta", "gamma"]);
  const prefix = chance.happens(0.8) ? `${rigRef.slice(0, 2)}-` : "zz-";
  return { rigRef, prefix, syncInterval: chance.pick(["10s", "1m", "5m"]) };
}
