/** The BeadStore. */
import { BEAD_STORE_TAGS, BEAD_STORE_VERSION, beadStoreMachine } from "../../../machines/index.ts";
import { AGE, MESSAGE, number, PHASE, REASON, RIG, UNCHANGED, wide } from "../crd/column.ts";
import { defineKind } from "../define-kind.ts";
import { plainNames } from "../persisted/renamed.ts";
import { always, GIT_SECRET } from "../schema/effect.ts";
import { countText, ONLY_RIG } from "../shown.ts";
import { beadStoreInput, desiredBeadStore } from "./desired.ts";
import { beadStoreNews, countWaitMs } from "./facts.ts";
import { beadStoreContextSchema } from "./persisted.ts";
import { beadStoreSpecSchema, beadStoreStatusSchema, parseBeadStore } from "./schema.ts";
import { beadStoreStatus } from "./status.ts";

export const beadStoreKind = defineKind({
  name: "BeadStore",
  singular: "beadstore",
  plural: "beadstores",
  shortNames: [],
  scope: "Namespaced",
  isView: true,
  phaseLabels: null,
  about: "The issues of a rig.",
  spec: beadStoreSpecSchema,
  status: beadStoreStatusSchema,
  columns: [
    PHASE,
    RIG,
    number("Issues", ".status.issueCount", "Issues in the store"),
    wide(REASON),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  effects: { rigRef: always, prefix: always, syncInterval: always, gitSecretRef: GIT_SECRET },
  machine: beadStoreMachine,
  tags: BEAD_STORE_TAGS,
  version: BEAD_STORE_VERSION,
  upcasts: [plainNames(1)],
  context: beadStoreContextSchema,
  read: parseBeadStore,
  rigRef: ({ spec }) => spec.rigRef,
  desired: desiredBeadStore,
  input: beadStoreInput,
  statusOf: beadStoreStatus,
  facts: beadStoreNews,
  listedRig: () => null,
  countWaitMs,
  shown: ({ context: { desired, issues } }) => ({
    ...ONLY_RIG,
    rig: desired.rig,
    progress: countText(issues, "beads"),
  }),
});
