/** A rig, beads and resources of odd names, in half of the schedules. */
import { createChance, type Chance } from "@gastown/testing";
import type { Action, PlannedAction } from "./actions.ts";
import { fieldEdit } from "./field-plan.ts";
import { ODD_BEADS, ODD_RIG, ODD_RIG_RESOURCE } from "./odd-names.ts";
import { convoyEdit, polecatEdit } from "./spec-plan.ts";

const RIG = `rigs/${ODD_RIG_RESOURCE}`;
/** As long as Kubernetes takes it. */
const POLECATS = [`polecats/o1.${"x".repeat(250)}`, "polecats/o2"] as const;
const CONVOY = `convoys/o.${"c".repeat(251)}`;
const WITNESS = "witnesses/o1";

/** @param editsFields whether people edit any field, with any value. */
export function oddActions(seed: number, editsFields: boolean, calmAt: number): readonly PlannedAction[] {
  // Chance of its own: the rest of the schedule is the same with these actions and without them.
  const chance = createChance(Math.imul(seed + 41, 0x2c1b3c6d));
  if (chance.happens(0.5)) return [];
  const within = (most: number): number => chance.below(Math.max(1, most));
  return [
    ...creations(chance).map((action) => ({ at: within(calmAt / 4), action })),
    ...Array.from({ length: 3 + chance.below(5) }, () => ({
      at: within(calmAt),
      action: later(chance, editsFields),
    })),
  ];
}

function creations(chance: Chance): readonly Action[] {
  const create = (object: string, spec: object): Action => ({
    ...{ who: "person", does: "create", object },
    spec: { ...spec },
  });
  return [
    create(RIG, {
      gitURL: "https://example.com/odd.git",
      gtName: ODD_RIG.name,
      localPath: `/town/${ODD_RIG.name}`,
      ...(chance.happens(0.5) && { beadsPrefix: ODD_RIG.prefix }),
    }),
    ...POLECATS.map((object) =>
      create(object, { rig: ODD_RIG_RESOURCE, beadID: chance.pick(ODD_BEADS), desiredState: "Working" }),
    ),
    create(CONVOY, { description: "Odd", trackedBeads: [...ODD_BEADS], notifyOnComplete: "mayor/" }),
    ...(chance.happens(0.5)
      ? [create(WITNESS, { rigRef: ODD_RIG_RESOURCE, stuckThreshold: "2m", escalationTarget: "deacon" })]
      : []),
  ];
}

function later(chance: Chance, editsFields: boolean): Action {
  const bead = chance.pick(ODD_BEADS);
  const polecat = chance.pick(POLECATS);
  const edit = (object: string, spec: object): Action => ({
    ...{ who: "person", does: "edit", object },
    spec: { ...spec },
  });
  switch (chance.below(7)) {
    case 0:
      return { who: "outside", runs: "gt", argv: ["sling", bead, ODD_RIG.name] };
    case 1:
    case 2:
      return { who: "outside", runs: "bd", argv: ["close", bead] };
    case 3:
      return edit(CONVOY, convoyEdit(chance, ODD_BEADS));
    case 4:
      return editsFields
        ? edit(polecat, fieldEdit(chance, "polecats"))
        : { who: "person", does: "delete", object: polecat };
    default:
      return edit(polecat, polecatEdit(chance, ODD_BEADS));
  }
}
