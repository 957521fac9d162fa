/** Depot: a kind that only this test has. It shows how many polecats its rig has, and whether they are too many for it. */
import { assign, setup } from "xstate";
import { z } from "zod";
import { defineKind, type Reader, type StoredObject } from "../../src/kinds/index.ts";
import { conditions, VIEW_CONDITIONS } from "../../src/kinds/schema/conditions.ts";
import { snapshot } from "../../src/kinds/schema/fields.ts";
import { readerOf } from "../../src/kinds/schema/reader.ts";
import { phaseOf } from "../../src/kinds/status/conditions.ts";

const factsSchema = z.object({ startedAt: z.number(), polecats: z.number() });
const desiredSchema = z.object({ generation: z.number(), rig: z.string(), room: z.number() });
const contextSchema = z.object({
  uid: z.string(),
  desired: desiredSchema,
  facts: factsSchema.nullable(),
  lastGoodAt: z.number().nullable(),
});
type Context = z.output<typeof contextSchema>;
type Facts = z.output<typeof factsSchema>;
type Desired = z.output<typeof desiredSchema>;
type Event =
  | { readonly type: "spec.observed"; readonly at: number; readonly desired: Desired }
  | { readonly type: "town.observed"; readonly at: number; readonly facts: Facts }
  | { readonly type: "host.restored"; readonly at: number };

const TAGS = { Pending: "Not read yet.", Open: "There is room.", Full: "There is none." } as const;
type Tag = keyof typeof TAGS;

/** xstate reads the types alone. */
const types: {
  context: Context;
  events: Event;
  input: { readonly uid: string; readonly desired: Desired };
  tags: Tag;
} = {
  tags: "Pending",
  context: { uid: "", desired: { generation: 0, rig: "", room: 0 }, facts: null, lastGoodAt: null },
  events: { type: "host.restored", at: 0 },
  input: { uid: "", desired: { generation: 0, rig: "", room: 0 } },
};

const machine = setup({
  types,
  guards: {
    isFull: ({ context: { facts, desired } }) => facts !== null && facts.polecats > desired.room,
    hasRoom: ({ context: { facts, desired } }) => facts !== null && facts.polecats <= desired.room,
  },
}).createMachine({
  id: "depot",
  context: ({ input }) => ({ ...input, facts: null, lastGoodAt: null }),
  initial: "pending",
  on: {
    "spec.observed": { actions: assign({ desired: ({ event }) => event.desired }) },
    "town.observed": {
      actions: assign({
        facts: ({ event }) => event.facts,
        lastGoodAt: ({ event }) => event.facts.startedAt,
      }),
    },
    "host.restored": { actions: assign({ facts: null }) },
  },
  states: {
    pending: {
      tags: "Pending",
      always: [
        { guard: "isFull", target: "full" },
        { guard: "hasRoom", target: "open" },
      ],
    },
    open: { tags: "Open", always: { guard: "isFull", target: "full" } },
    full: { tags: "Full", always: { guard: "hasRoom", target: "open" } },
  },
});

const specSchema = z.object({
  rigRef: z.string().describe("Name of the Rig."),
  room: z.int().default(8).describe("For how many polecats there is room."),
});
const statusSchema = z.object({
  phase: z.string().optional().describe("Pending, Open or Full."),
  polecats: z.int().optional().describe("How many polecats the rig has."),
  conditions: conditions(VIEW_CONDITIONS).optional(),
  snapshot: snapshot().optional(),
});
export type Depot = StoredObject<z.output<typeof specSchema>, z.output<typeof statusSchema>>;

const read: Reader<Depot> = readerOf("Depot", specSchema, statusSchema);
const desiredOf = ({ metadata: { generation }, spec }: Depot): Desired => ({
  generation,
  rig: spec.rigRef,
  room: spec.room,
});

export const depotKind = defineKind({
  name: "Depot",
  singular: "depot",
  plural: "depots",
  shortNames: [],
  scope: "Namespaced",
  isView: true,
  phaseLabels: ["rig", "name"],
  about: "Room for polecats.",
  spec: specSchema,
  status: statusSchema,
  columns: [{ name: "Polecats", type: "integer", description: "How many", jsonPath: ".status.polecats" }],
  effects: { rigRef: { works: "always" }, room: { works: "always" } },
  machine,
  tags: TAGS,
  version: 1,
  context: contextSchema,
  read,
  rigRef: ({ spec }) => spec.rigRef,
  desired: desiredOf,
  input: (depot) => ({ uid: depot.metadata.uid, desired: desiredOf(depot) }),
  facts({ context }, { observation }) {
    const list = observation.polecats.get(context.desired.rig);
    return list?.ok === true ? { startedAt: observation.startedAt, polecats: list.value.length } : null;
  },
  listedRig: ({ context }) => context.desired.rig,
  statusOf({ hasTag, context: { desired, facts } }, snapshot) {
    const message = facts === null ? "not read yet" : `${facts.polecats} of ${desired.room}`;
    const ready = { type: "Ready", reason: phaseOf(TAGS, hasTag), message } as const;
    const status = hasTag("Open") ? "True" : "False";
    return {
      phase: phaseOf(TAGS, hasTag),
      conditions: [{ ...ready, status, observedGeneration: desired.generation }],
      snapshot,
      ...(facts !== null && { polecats: facts.polecats }),
    };
  },
  asks: ({ context }) => [
    { title: "Make room for one more", spec: { room: contextSchema.parse(context).desired.room + 1 } },
  ],
  shown: ({ context: { desired, facts } }) => ({
    rig: desired.rig,
    gtRig: null,
    bead: null,
    polecat: null,
    worktree: null,
    progress: facts === null ? null : `${facts.polecats} polecats`,
    marks: [],
  }),
});
