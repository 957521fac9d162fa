/**
 * Polecats of strangers, and rigs, that are adopted, and people who take these over, again and again: the family `adoption`. Each
 * story has a bead of its own, so that no Polecat of the schedule comes in its way.
 */
import { createChance, type Chance } from "@gastown/testing";
import type { Action, PlannedAction, Spec } from "./actions.ts";
import { SECOND_RIG_RESOURCE } from "./odd-names.ts";

/** Beads of alpha that no Polecat is made for. */
export const STRANGERS_BEADS = ["al-w1", "al-w2", "al-w3"] as const;

/** A sync finds a new polecat and a second one shows it: after so long its view is there mostly, ms. */
const UNTIL_SHOWN_MS = 40_000;

export function adoptionActions(seed: number, calmAt: number): readonly PlannedAction[] {
  // Chance of its own: the rest of the schedule is the same with these actions and without them.
  const chance = createChance(Math.imul(seed + 37, 0x165667b1));
  const stories = STRANGERS_BEADS.filter(() => chance.happens(0.6)).flatMap((bead) =>
    story(chance, bead, calmAt),
  );
  const ofRigs = createChance(Math.imul(seed + 53, 0x1b873593));
  return [...stories, ...rigStory(ofRigs, calmAt)];
}

/** The operator shows each rig that nobody has made a Rig for; people take that over, or make their own beside it. */
function rigStory(chance: Chance, calmAt: number): readonly PlannedAction[] {
  const takes = Array.from({ length: chance.below(4) }, () => ({
    at: chance.below(calmAt),
    action: {
      who: "person",
      does: "takeOver",
      of: "rigs",
      nth: chance.below(100),
      spec: wantedOfRig(chance),
    },
  })) satisfies readonly PlannedAction[];
  const object = `rigs/${SECOND_RIG_RESOURCE}`;
  const spec = { gitURL: "https://example.com/r.git", gtName: "alpha", localPath: "/town/alpha" };
  if (chance.happens(0.6)) return takes;
  const at = chance.below(calmAt);
  return [
    ...takes,
    { at, action: { who: "person", does: "create", object, spec } },
    ...(chance.happens(0.5)
      ? ([{ at: at + chance.below(calmAt - at), action: { who: "person", does: "delete", object } }] as const)
      : []),
  ];
}

function wantedOfRig(chance: Chance): Spec {
  return chance.pick([
    { management: "Manage" },
    { management: "Manage" },
    { management: "Manage", paused: true },
    { management: "Observe", settings: { maxPolecats: 2 } },
    { management: "Observe" },
  ]);
}

function story(chance: Chance, bead: string, calmAt: number): readonly PlannedAction[] {
  const at = chance.below(Math.max(1, calmAt - 2 * UNTIL_SHOWN_MS));
  const takenAt = at + chance.below(2 * UNTIL_SHOWN_MS) + UNTIL_SHOWN_MS / 2;
  const isAtOnce = chance.happens(0.5);
  const steps: readonly PlannedAction[] = [
    { at, action: { who: "outside", runs: "gt", argv: ["sling", bead, "alpha"] } },
    { at: takenAt, action: takeOver(chance, isAtOnce ? wanted(chance) : { management: "Manage" }) },
    { at: takenAt + chance.below(UNTIL_SHOWN_MS), action: takeOver(chance, wanted(chance)) },
    { at: takenAt + chance.below(2 * UNTIL_SHOWN_MS), action: end(chance, bead) },
  ];
  return steps.filter((step) => step.at < calmAt);
}

function takeOver(chance: Chance, spec: Spec): Action {
  return { who: "person", does: "takeOver", nth: chance.below(100), spec };
}

/** What people want of what they take over. */
function wanted(chance: Chance): Spec {
  return chance.pick([
    { management: "Manage", desiredState: "Terminated" },
    { management: "Manage", desiredState: "Terminated", deletionPolicy: "Terminate" },
    { management: "Manage", maxIdleSeconds: 10 },
    { management: "Manage", paused: true },
    { management: "Observe", taskDescription: "mine" },
    { management: "Observe" },
  ]);
}

/** What becomes of the polecat meanwhile, by other hands. */
function end(chance: Chance, bead: string): Action {
  const nth = chance.below(100);
  return chance.pick([
    { who: "outside", runs: "bd", argv: ["close", bead] },
    { who: "outside", runs: "nuke", nth },
    { who: "agent", does: "saveAll", nth },
    { who: "agent", does: "die", nth },
  ] satisfies readonly Action[]);
}
