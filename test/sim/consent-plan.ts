/** People who consent to a forced end, while agents write on and word of it comes late: the family `consent`. */
import { createChance, type Chance } from "@gastown/testing";
import type { AgentAction, Action, PlannedAction } from "./actions.ts";

const LOSSES: readonly AgentAction[] = ["leaveFile", "commit", "stash"];
/** How long one such story goes on, ms. */
const STORY_MS = 150_000;

/** @param polecats `polecats/NAME` of what people created. */
export function consentActions(
  seed: number,
  polecats: readonly string[],
  calmAt: number,
): readonly PlannedAction[] {
  // Chance of its own: the rest of the schedule is the same with these actions and without them.
  const chance = createChance(Math.imul(seed + 29, 0xc2b2ae35));
  return Array.from({ length: chance.below(3) }, () =>
    story(chance, chance.pick(polecats), chance.below(calmAt)),
  ).flat();
}

function story(chance: Chance, object: string, at: number): readonly PlannedAction[] {
  const spec = {
    desiredState: "Terminated",
    terminationPolicy: "Force",
    management: "Manage",
    paused: false,
  };
  const loss = (): Action => ({ who: "agent", does: chance.pick(LOSSES), nth: chance.below(100) });
  const later = (): number => at + chance.below(STORY_MS);
  return [
    { at, action: loss() },
    { at: at + chance.below(5_000), action: { who: "person", does: "edit", object, spec } },
    ...Array.from({ length: 3 + chance.below(5) }, () => ({
      at: later(),
      action: next(chance, object, loss),
    })),
  ];
}

function next(chance: Chance, object: string, loss: () => Action): Action {
  const turn = chance.below(10);
  if (turn < 5) {
    const given = chance.pick([
      "read",
      "read",
      "read",
      "read",
      "read",
      "read",
      "read",
      "bare",
      "none",
      "none",
    ] as const);
    return { who: "person", does: "consent", object, given, afterMs: chance.pick([0, chance.below(40_000)]) };
  }
  if (turn < 9) return loss();
  const forMs = 5_000 + chance.below(60_000);
  return { who: "fault", fault: { kind: "watch", how: "late", plural: "polecats", forMs } };
}
