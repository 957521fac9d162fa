/** What a kind world would not do: refusals, unreadable answers, edits of every field, adoption and taking over. */
import { createChance, type Chance } from "@gastown/testing";
import type { ApiFault, Action, GtFault, PlannedAction } from "./actions.ts";
import { fieldEdit, type EditedPlural } from "./field-plan.ts";

export const UNKIND_FAMILIES = ["refusal", "answer", "fields", "adoption"] as const;
export type UnkindFamily = (typeof UNKIND_FAMILIES)[number];

const REFUSALS: readonly ApiFault[] = ["403", "422", "413"];
const ANSWERS: readonly GtFault[] = ["empty", "noise", "oversized", "errorWithoutCode"];
const WORDS = [
  "",
  "sling",
  "polecat nuke",
  "polecat list",
  "show",
  "convoy",
  "mail send",
  "health",
  "mq list",
];

/** @param objects `PLURAL/NAME` of what people created. */
export function unkindActions(
  seed: number,
  families: readonly UnkindFamily[],
  objects: readonly string[],
  calmAt: number,
): readonly PlannedAction[] {
  // Chance of its own: the rest of the schedule is the same with these actions and without them.
  const chance = createChance(Math.imul(seed + 13, 0x85ebca6b));
  return families.flatMap((family) =>
    Array.from({ length: chance.below(6) }, () => ({
      at: chance.below(calmAt),
      action: actionOf(chance, family, objects),
    })),
  );
}

function actionOf(chance: Chance, family: UnkindFamily, objects: readonly string[]): Action {
  const forMs = 1_000 + chance.below(90_000);
  const times = 1 + chance.below(6);
  switch (family) {
    case "refusal": {
      const method = chance.pick(["", "PATCH", "PATCH", "POST", "DELETE"] as const);
      return { who: "fault", fault: { kind: "api", how: chance.pick(REFUSALS), method, forMs, times } };
    }
    case "answer":
      return {
        who: "fault",
        fault: { kind: "gt", how: chance.pick(ANSWERS), words: chance.pick(WORDS), forMs, times },
      };
    case "fields": {
      const object = chance.pick(objects);
      const [plural = ""] = object.split("/");
      return { who: "person", does: "edit", object, spec: fieldEdit(chance, plural as EditedPlural) };
    }
    case "adoption":
      return {
        who: "person",
        does: "takeOver",
        nth: chance.below(100),
        spec: chance.pick([
          { management: "Manage" },
          { management: "Manage", deletionPolicy: "Terminate" },
          { management: "Manage", paused: true },
          { taskDescription: "mine" },
          { management: "Manage", desiredState: "Terminated" },
        ]),
      };
    default:
      return family satisfies never;
  }
}
