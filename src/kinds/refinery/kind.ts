/** The Refinery. */
import { REFINERY_TAGS, REFINERY_VERSION, refineryMachine } from "../../../machines/index.ts";
import { gtNameUnder } from "../../projection/rigs.ts";
import { AGE, MESSAGE, number, PHASE, REASON, RIG, text, UNCHANGED, wide } from "../crd/column.ts";
import { defineKind } from "../define-kind.ts";
import { plainNames } from "../persisted/renamed.ts";
import { always, GIT_SECRET, never } from "../schema/effect.ts";
import { countText, ONLY_RIG } from "../shown.ts";
import { refineryInput, desiredRefinery } from "./desired.ts";
import { refineryFacts } from "./facts.ts";
import { refineryContextSchema } from "./persisted.ts";
import { parseRefinery, refinerySpecSchema, refineryStatusSchema } from "./schema.ts";
import { refineryStatus } from "./status.ts";

export const refineryKind = defineKind({
  name: "Refinery",
  singular: "refinery",
  plural: "refineries",
  shortNames: [],
  scope: "Namespaced",
  isView: true,
  phaseLabels: null,
  about: "The merge queue of a rig.",
  spec: refinerySpecSchema,
  status: refineryStatusSchema,
  columns: [
    PHASE,
    RIG,
    number("Queue", ".status.queueLength", "Merge requests that wait"),
    wide(REASON),
    wide(text("Merging", ".status.currentMerge", "Branch that is being merged")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  effects: {
    rigRef: always,
    targetBranch: never(
      "gt merges into the branch that the work began from: see spec.sling.baseBranch",
      "main",
    ),
    testCommand: never("gt's refinery runs the tests: set merge_queue.test_command in the rig's settings"),
    parallelism: never("gt's refinery merges one branch after another", 1),
    gitSecretRef: GIT_SECRET,
  },
  machine: refineryMachine,
  tags: REFINERY_TAGS,
  version: REFINERY_VERSION,
  upcasts: [plainNames(1)],
  context: refineryContextSchema,
  read: parseRefinery,
  rigRef: ({ spec }) => spec.rigRef,
  desired: desiredRefinery,
  input: refineryInput,
  statusOf: refineryStatus,
  facts: ({ context: { desired, memory } }, sources) =>
    refineryFacts(sources, desired.rig, memory?.leaving ?? []),
  listedRig: ({ context }, rigs) => gtNameUnder(rigs, context.desired.rig),
  shown: ({ context: { desired, queueLength } }) => ({
    ...ONLY_RIG,
    rig: desired.rig,
    progress: countText(queueLength, "waiting"),
  }),
  beads: ({ context }) => context.memory?.leaving ?? [],
});
