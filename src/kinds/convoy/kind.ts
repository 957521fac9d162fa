/** The Convoy. */
import { CONVOY_TAGS, CONVOY_VERSION, convoyMachine } from "../../../machines/index.ts";
import { AGE, MESSAGE, PHASE, REASON, text, UNCHANGED, wide } from "../crd/column.ts";
import { defineKind } from "../define-kind.ts";
import { always, never } from "../schema/effect.ts";
import { ONLY_RIG } from "../shown.ts";
import { convoyInput, desiredConvoy } from "./desired.ts";
import { convoyFacts } from "./facts.ts";
import { convoyContextSchema } from "./persisted.ts";
import { convoySpecSchema, convoyStatusSchema, parseConvoy } from "./schema.ts";
import { convoyStatus } from "./status.ts";
import { CONVOY_UPCASTS } from "./upcasts.ts";

export const convoyKind = defineKind({
  name: "Convoy",
  singular: "convoy",
  plural: "convoys",
  shortNames: ["cv"],
  scope: "Namespaced",
  isView: false,
  phaseLabels: ["rig", "name"],
  about: "A batch of beads that is followed until all are closed.",
  spec: convoySpecSchema,
  status: convoyStatusSchema,
  columns: [
    PHASE,
    text("Progress", ".status.progress", "Closed beads of all"),
    text("Convoy", ".status.beadsConvoyID", "gt's id of it"),
    wide(REASON),
    wide(text("Notify", ".spec.notifyOnComplete", "Who is told when it is completed")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  effects: {
    description: always,
    trackedBeads: always,
    rigRef: always,
    notifyOnComplete: always,
    parallelism: never("it bears on dispatch Polecats, which is not enabled in this release", 0),
    dispatch: never("not enabled in this release: create a Polecat for each bead", "None"),
  },
  machine: convoyMachine,
  tags: CONVOY_TAGS,
  version: CONVOY_VERSION,
  upcasts: CONVOY_UPCASTS,
  context: convoyContextSchema,
  read: parseConvoy,
  rigRef: ({ spec }) => spec.rigRef,
  desired: desiredConvoy,
  input: convoyInput,
  statusOf: convoyStatus,
  facts: ({ context: { desired } }, sources) => convoyFacts(sources, desired.beads, desired.rig),
  listedRig: () => null,
  early: {
    // Its other beads were read when the rest was.
    isTold: ({ context }, { restReadAt }) => context.facts !== null && context.notBefore <= restReadAt,
    isKnown: () => true,
  },
  waitsForBeads: true,
  shown({ context }, { progress }) {
    const counted = typeof progress === "string" ? progress : null;
    const subject = `convoy · ${counted ?? "not counted"}`;
    return { ...ONLY_RIG, rig: context.desired.rig ?? "", progress: counted, subject };
  },
  progress: ({ ref, context: { desired, counted } }) => ({
    rig: desired.rig ?? "",
    namespace: ref.namespace,
    name: ref.name,
    stuckSince: null,
    beads:
      counted === null
        ? null
        : { closed: counted.closed.length, open: desired.beads.length - counted.closed.length },
  }),
  beads: ({ context }) => context.desired.beads,
});
