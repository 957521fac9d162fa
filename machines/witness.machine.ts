/**
 * A Witness: a view of its rig's polecats. What it does for a stuck one is that polecat's own part of life
 * (polecat.stuck.ts), by the policy that this resource states; so a rig has the same witness with or without a resource.
 */
import { assign, setup } from "xstate";
import type { WitnessEvent } from "./events.ts";
import type { WitnessFacts } from "./facts.ts";
import { SHOWS } from "./payloads.ts";
import * as reads from "./witness.context.ts";
import type { WitnessContext, WitnessInput } from "./witness.context.ts";
import type { WitnessTag } from "./tags.ts";
import type { DesiredWitness } from "./desired.ts";

/** Raise it with every change that makes an old snapshot mean something else: old ones are then dropped. */
export const WITNESS_VERSION = 2;

const trouble = ({ facts }: WitnessContext): boolean =>
  facts !== null && reads.witnessTrouble(facts) !== null;

export const witnessMachine = setup({
  types: {} as { context: WitnessContext; events: WitnessEvent; input: WitnessInput; tags: WitnessTag },
  guards: {
    hasTrouble: ({ context }) => trouble(context),
    isSound: ({ context }) => context.facts !== null && !trouble(context),
  },
  actions: {
    acceptDesired: assign(({ context }, desired: DesiredWitness) => reads.acceptDesired(context, desired)),
    acceptFacts: assign(({ context }, facts: WitnessFacts) => reads.acceptFacts(context, facts)),
    forgetFacts: assign({ facts: null }),
  },
}).createMachine({
  id: "witness",
  description:
    "A view of the polecats of its rig. What it does for a stuck one is a part of that polecat's own machine.",
  context: ({ input }) => ({ ...input, facts: null, lastGoodAt: null, polecats: null }),
  initial: "pending",
  on: SHOWS,
  states: {
    pending: {
      description: "Its rig was not read yet.",
      tags: "Pending",
      always: [
        { guard: "hasTrouble", target: "degraded" },
        { guard: "isSound", target: "active" },
      ],
    },
    active: {
      description: "It sees the polecats of its rig.",
      tags: "Active",
      always: { guard: "hasTrouble", target: "degraded" },
    },
    degraded: {
      description: "Something keeps it from seeing its rig, or another Witness watches it already.",
      tags: "Degraded",
      always: { guard: "isSound", target: "active" },
    },
  },
});
