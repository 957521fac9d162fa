/** A Rig: a view of what the town says of it. It writes nothing; its trouble keeps its polecats from being slung. */
import { assign, setup } from "xstate";
import type { RigEvent } from "./events.ts";
import type { RigFacts } from "./facts.ts";
import { SHOWS } from "./payloads.ts";
import * as reads from "./rig.context.ts";
import type { RigContext, RigInput } from "./rig.context.ts";
import type { RigTag } from "./tags.ts";
import type { DesiredRig } from "./desired.ts";

/** Raise it with every change that makes an old snapshot mean something else: old ones are then dropped. */
export const RIG_VERSION = 3;

const trouble = ({ name, desired, facts }: RigContext): boolean =>
  facts !== null && reads.rigTrouble(name, desired, facts) !== null;

export const rigMachine = setup({
  types: {} as { context: RigContext; events: RigEvent; input: RigInput; tags: RigTag },
  guards: {
    hasTrouble: ({ context }) => trouble(context),
    isSound: ({ context }) => context.facts !== null && !trouble(context),
  },
  actions: {
    acceptDesired: assign(({ context }, desired: DesiredRig) => reads.acceptDesired(context, desired)),
    acceptFacts: assign(({ context }, facts: RigFacts) => reads.acceptFacts(context, facts)),
    forgetFacts: assign({ facts: null }),
  },
}).createMachine({
  id: "rig",
  description:
    "A view of what the town says of a rig. It writes nothing; its trouble keeps its polecats from being slung.",
  context: ({ input }) => ({ ...input, facts: null, lastGoodAt: null, figures: reads.NO_FIGURES }),
  initial: "pending",
  on: SHOWS,
  states: {
    pending: {
      description: "It was not read yet.",
      tags: "Pending",
      always: [
        { guard: "hasTrouble", target: "degraded" },
        { guard: "isSound", target: "ready" },
      ],
    },
    ready: {
      description: "It is as the spec says, and its polecats may get work.",
      tags: "Ready",
      always: { guard: "hasTrouble", target: "degraded" },
    },
    degraded: {
      description: "Something is wrong with it, or it cannot be read: its polecats get no work.",
      tags: "Degraded",
      always: { guard: "isSound", target: "ready" },
    },
  },
});
