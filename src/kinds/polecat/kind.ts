/** The Polecat, and how one is driven whose polecat is of the town. */
import {
  gtRigOf,
  POLECAT_TAGS,
  POLECAT_VERSION,
  polecatMachine,
  trackedBead,
  type PolecatFacts,
} from "../../../machines/index.ts";
import { GRANTED } from "../../projection/admission.ts";
import { defineKind, type Surroundings } from "../define-kind.ts";
import type { PolecatActor } from "../live-actor.ts";
import { hasSameFacts } from "../same-facts.ts";
import { MARKS, type Mark, type Shown } from "../shown.ts";
import type { ActorStatus } from "../status/conditions.ts";
import { polecatAsks } from "./asks.ts";
import { POLECAT_DEFINITION } from "./definition.ts";
import { polecatInput, desiredPolecat } from "./desired.ts";
import { POLECAT_EFFECTS } from "./effects.ts";
import { earlyFacts, isKnownEarly, isToldEarly } from "./early-facts.ts";
import { polecatFacts, type PolecatSubject } from "./facts.ts";
import { gtRigFor } from "./gt-rig.ts";
import { incarnationOf, polecatContextSchema } from "./persisted.ts";
import { podPolecatKind } from "./pod/kind.ts";
import type { Polecat } from "./schema.ts";
import { polecatStatus } from "./status.ts";
import { POLECAT_UPCASTS } from "./upcasts.ts";
import { warningReason } from "./warnings.ts";

export const polecatKind = defineKind({
  ...POLECAT_DEFINITION,
  singular: "polecat",
  effects: POLECAT_EFFECTS,
  machine: polecatMachine,
  tags: POLECAT_TAGS,
  version: POLECAT_VERSION,
  upcasts: POLECAT_UPCASTS,
  context: polecatContextSchema,
  incarnation: incarnationOf,
  desired: (polecat, around) =>
    isInPod(polecat, around)
      ? podPolecatKind.desired(polecat, around)
      : desiredPolecat(polecat, gtRigIn(polecat, around), around.rig(polecat.spec.rig)),
  input: (polecat, around) =>
    isInPod(polecat, around)
      ? podPolecatKind.input(polecat, around)
      : polecatInput(
          polecat,
          gtRigIn(polecat, around),
          around.stuckThresholdMs,
          around.rig(polecat.spec.rig),
        ),
  variants: {
    all: [podPolecatKind],
    of: (polecat, around) => (isInPod(polecat, around) ? podPolecatKind : null),
  },
  statusOf: polecatStatus,
  facts(actor, sources, { admissions, podRestarts }, early) {
    const admission = admissions.get(actor.ref.uid) ?? GRANTED;
    const seen = polecatFacts(sources, subjectOf(actor, podRestarts(actor)), admission);
    const facts = withPaneOf(actor.context.facts, seen);
    return early === null ? facts : earlyFacts(actor, facts, early);
  },
  listedRig: ({ context }) => gtRigOf(context.desired),
  early: { isTold: isToldEarly, isKnown: isKnownEarly },
  shown: shownOf,
  asks: polecatAsks,
  eventReason: warningReason,
  progress: ({ ref, hasTag, context: { desired, unresponsive } }) => ({
    rig: desired.rig,
    namespace: ref.namespace,
    name: ref.name,
    stuckSince: hasTag("stuck") && unresponsive !== null ? unresponsive.since : null,
    beads: null,
  }),
  beads: ({ context }) => [trackedBead(context)].filter((bead) => bead !== null),
});

/** Where pods are not enabled, it waits as one of the town that gets no polecat. */
function isInPod({ spec }: Polecat, { hasPods }: Pick<Surroundings, "hasPods">): boolean {
  return hasPods && spec.executionMode === "kubernetes";
}

/** A terminal is looked at now and then: that it was not looked at this time is no news by itself. */
function withPaneOf(known: PolecatFacts | null, facts: PolecatFacts): PolecatFacts {
  if (known === null || facts.pane !== null) return facts;
  const repeated = { ...facts, pane: known.pane };
  return hasSameFacts(known, repeated) ? repeated : facts;
}

function subjectOf({ ref, hasTag, context }: PolecatActor, podRestarts: number | null): PolecatSubject {
  const { polecatName, desired, proof } = context;
  return {
    uid: ref.uid,
    rig: desired.rig,
    gtRig: desired.gtRig,
    polecatName,
    bead: trackedBead(context),
    ended: hasTag("Terminated") && desired.managed ? (proof?.incarnation ?? null) : null,
    podRestarts,
    local: desired.local,
  };
}

function gtRigIn(polecat: Polecat, { gtName, polecat: actor }: Surroundings): string | null {
  return gtRigFor(polecat, gtName(polecat.spec.rig), actor);
}

function shownOf({ context }: PolecatActor, { mode }: ActorStatus): Shown {
  const { desired, assignedBead, polecatName, worktree } = context;
  const held = MARKS.filter((mark) => mark === mode);
  const marks: readonly Mark[] = desired.terminationPolicy === "Force" ? [...held, "Forced"] : held;
  const bead = assignedBead ?? desired.bead;
  return {
    rig: desired.rig,
    gtRig: gtRigOf(desired),
    bead,
    polecat: polecatName,
    subject: [bead, polecatName].filter(Boolean).join(" · ") || "no bead",
    worktree,
    progress: null,
    marks,
  };
}
