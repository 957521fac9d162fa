/** A Refinery: a view of its rig's merge queue, and a count of what became of the requests. gt alone merges. */
import { assign, setup } from "xstate";
import type { RefineryEvent } from "./events.ts";
import type { RefineryFacts } from "./facts.ts";
import { SHOWS } from "./payloads.ts";
import * as reads from "./refinery.context.ts";
import type { RefineryContext, RefineryInput } from "./refinery.context.ts";
import type { RefineryTag } from "./tags.ts";
import type { DesiredView } from "./desired.ts";

/** Raise it with every change that makes an old snapshot mean something else: old ones are then dropped. */
export const REFINERY_VERSION = 2;

const isSound = ({ facts }: RefineryContext): boolean =>
  facts !== null && reads.refineryTrouble(facts) === null;

export const refineryMachine = setup({
  types: {} as { context: RefineryContext; events: RefineryEvent; input: RefineryInput; tags: RefineryTag },
  guards: {
    hasTrouble: ({ context }) => context.facts !== null && !isSound(context),
    isQueueEmpty: ({ context }) => isSound(context) && context.facts?.queue?.length === 0,
    isQueueFilled: ({ context }) => isSound(context) && context.facts?.queue?.length !== 0,
  },
  actions: {
    acceptDesired: assign(({ context }, desired: DesiredView) =>
      reads.acceptDesiredRefinery(context, desired),
    ),
    acceptFacts: assign(({ context }, facts: RefineryFacts) => reads.acceptRefineryFacts(context, facts)),
    forgetFacts: assign({ facts: null }),
  },
}).createMachine({
  id: "refinery",
  description:
    "A view of the merge queue of its rig, and a count of what became of the requests. gt alone merges.",
  context: ({ input }) => reads.initialRefineryContext(input),
  initial: "pending",
  on: SHOWS,
  states: {
    pending: {
      description: "The merge queue was not read yet.",
      tags: "Pending",
      always: [
        { guard: "hasTrouble", target: "failing" },
        { guard: "isQueueFilled", target: "processing" },
        { guard: "isQueueEmpty", target: "idle" },
      ],
    },
    idle: {
      description: "The merge queue is empty.",
      tags: "Idle",
      always: [
        { guard: "hasTrouble", target: "failing" },
        { guard: "isQueueFilled", target: "processing" },
      ],
    },
    processing: {
      description: "Merge requests are open.",
      tags: "Processing",
      always: [
        { guard: "hasTrouble", target: "failing" },
        { guard: "isQueueEmpty", target: "idle" },
      ],
    },
    failing: {
      description: "The merge queue cannot be read.",
      tags: "Error",
      always: [
        { guard: "isQueueFilled", target: "processing" },
        { guard: "isQueueEmpty", target: "idle" },
      ],
    },
  },
});
