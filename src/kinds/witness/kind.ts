/** The Witness. */
import { WITNESS_TAGS, WITNESS_VERSION, witnessMachine } from "../../../machines/index.ts";
import { gtNameUnder } from "../../projection/rigs.ts";
import { AGE, MESSAGE, number, PHASE, REASON, RIG, text, UNCHANGED, wide } from "../crd/column.ts";
import { defineKind } from "../define-kind.ts";
import { plainNames } from "../persisted/renamed.ts";
import { always } from "../schema/effect.ts";
import { ONLY_RIG } from "../shown.ts";
import { witnessInput, desiredWitness } from "./desired.ts";
import { witnessNews } from "./news.ts";
import { witnessContextSchema } from "./persisted.ts";
import { parseWitness, witnessSpecSchema, witnessStatusSchema } from "./schema.ts";
import { witnessStatus } from "./status.ts";

export const witnessKind = defineKind({
  name: "Witness",
  singular: "witness",
  plural: "witnesses",
  shortNames: [],
  scope: "Namespaced",
  isView: true,
  // `gastown_polecat_phase` and the condition Stuck tell the same.
  phaseLabels: null,
  about: "The health of a rig's polecats.",
  spec: witnessSpecSchema,
  status: witnessStatusSchema,
  columns: [
    PHASE,
    RIG,
    number("Running", ".status.polecatsSummary.running", "Polecats at work"),
    number("Stuck", ".status.polecatsSummary.stuck", "Polecats without a sign of life"),
    wide(REASON),
    wide(number("Total", ".status.polecatsSummary.total", "Polecats that gt lists")),
    wide(text("Tells", ".spec.escalationTarget", "Who is told of a polecat that stays stuck")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  effects: { rigRef: always, healthCheckInterval: always, stuckThreshold: always, escalationTarget: always },
  machine: witnessMachine,
  tags: WITNESS_TAGS,
  version: WITNESS_VERSION,
  upcasts: [plainNames(1)],
  context: witnessContextSchema,
  read: parseWitness,
  rigRef: ({ spec }) => spec.rigRef,
  desired: desiredWitness,
  input: witnessInput,
  statusOf: witnessStatus,
  facts: witnessNews,
  listedRig: ({ context }, rigs) => gtNameUnder(rigs, context.desired.rig),
  countsActors: true,
  shown: ({ context: { desired, polecats } }) => ({
    ...ONLY_RIG,
    rig: desired.rig,
    progress: polecats === null ? null : `${polecats.stuck} of ${polecats.total} stuck`,
  }),
});
