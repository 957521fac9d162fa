/** A BeadStore: a view of how many beads its rig has. gt alone writes them. */
import { assign, setup } from "xstate";
import type { BeadStoreEvent } from "./events.ts";
import type { BeadStoreFacts } from "./facts.ts";
import { SHOWS } from "./payloads.ts";
import * as reads from "./bead-store.context.ts";
import type { BeadStoreContext, BeadStoreInput } from "./bead-store.context.ts";
import type { BeadStoreTag } from "./tags.ts";
import type { DesiredBeadStore } from "./desired.ts";

/** Raise it with every change that makes an old snapshot mean something else: old ones are then dropped. */
export const BEAD_STORE_VERSION = 2;

const hasTrouble = ({ facts, desired }: BeadStoreContext): boolean =>
  facts !== null && reads.beadStoreTrouble(facts, desired) !== null;

export const beadStoreMachine = setup({
  types: {} as {
    context: BeadStoreContext;
    events: BeadStoreEvent;
    input: BeadStoreInput;
    tags: BeadStoreTag;
  },
  guards: {
    hasTrouble: ({ context }) => hasTrouble(context),
    isSound: ({ context }) => context.facts !== null && !hasTrouble(context),
  },
  actions: {
    acceptDesired: assign(({ context }, desired: DesiredBeadStore) =>
      reads.acceptDesiredStore(context, desired),
    ),
    acceptFacts: assign(({ context }, facts: BeadStoreFacts) => reads.acceptStoreFacts(context, facts)),
    forgetFacts: assign({ facts: null }),
  },
}).createMachine({
  id: "beadstore",
  description: "A view of how many beads its rig has. gt alone writes them.",
  context: ({ input }) => ({ ...input, facts: null, lastGoodAt: null, issues: null }),
  initial: "pending",
  on: SHOWS,
  states: {
    pending: {
      description: "The beads were not counted yet.",
      tags: "Pending",
      always: [
        { guard: "hasTrouble", target: "failing" },
        { guard: "isSound", target: "synced" },
      ],
    },
    synced: {
      description: "The beads were counted.",
      tags: "Synced",
      always: { guard: "hasTrouble", target: "failing" },
    },
    failing: {
      description: "The beads cannot be counted, or their prefix is not that of the spec.",
      tags: "Error",
      always: { guard: "isSound", target: "synced" },
    },
  },
});
