/** The Polecat. */
import {
  gtRigOf,
  POLECAT_TAGS,
  POLECAT_VERSION,
  polecatMachine,
  trackedBead,
  type PolecatFacts,
} from "../../../machines/index.ts";
import { GRANTED } from "../../projection/admission.ts";
import { AGE, condition, MESSAGE, PHASE, REASON, text, UNCHANGED, wide } from "../crd/column.ts";
import { defineKind, type Surroundings } from "../define-kind.ts";
import type { PolecatActor } from "../live-actor.ts";
import { hasSameFacts } from "../same-facts.ts";
import { MARKS, type Mark, type Shown } from "../shown.ts";
import type { ActorStatus } from "../status/conditions.ts";
import { polecatAsks } from "./asks.ts";
import { polecatInput, desiredPolecat } from "./desired.ts";
import { POLECAT_EFFECTS } from "./effects.ts";
import { earlyFacts, isKnownEarly, isToldEarly } from "./early-facts.ts";
import { polecatFacts, type PolecatSubject } from "./facts.ts";
import { gtRigFor } from "./gt-rig.ts";
import { incarnationOf, polecatContextSchema } from "./persisted.ts";
import { parsePolecat, polecatSpecSchema, type Polecat } from "./schema.ts";
import { polecatStatusSchema } from "./status-schema.ts";
import { polecatStatus } from "./status.ts";
import { POLECAT_UPCASTS } from "./upcasts.ts";
import { warningReason } from "./warnings.ts";

export const polecatKind = defineKind({
  name: "Polecat",
  singular: "polecat",
  plural: "polecats",
  shortNames: ["pc"],
  scope: "Namespaced",
  isView: false,
  phaseLabels: ["rig", "name"],
  about: "A worker of the town: set desiredState to give it work, to let it rest, or to end it.",
  spec: polecatSpecSchema,
  status: polecatStatusSchema,
  columns: [
    PHASE,
    text("Bead", ".status.bead", "The bead in work, or else the one that its spec asks for"),
    text("Rig", ".spec.rig", "The Rig that it belongs to"),
    text("Mode", ".status.mode", "Whether the operator acts for it: Manage, Observe or Paused"),
    text("Stuck", condition("Stuck", "status"), "Whether it has work on its hook and gives no sign of life"),
    wide(REASON),
    wide(text("Polecat", ".status.polecatName", "gt's name for it")),
    wide(text("Branch", ".status.branch", "Its branch")),
    wide(text("Session", ".status.tmuxSession", "Its tmux session")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  effects: POLECAT_EFFECTS,
  neverWritten: ["lastActivity", "podName"],
  machine: polecatMachine,
  tags: POLECAT_TAGS,
  version: POLECAT_VERSION,
  upcasts: POLECAT_UPCASTS,
  context: polecatContextSchema,
  incarnation: incarnationOf,
  read: parsePolecat,
  rigRef: ({ spec }) => spec.rig,
  desired: (polecat, around) =>
    desiredPolecat(polecat, gtRigIn(polecat, around), around.rig(polecat.spec.rig)),
  input: (polecat, around) =>
    polecatInput(polecat, gtRigIn(polecat, around), around.stuckThresholdMs, around.rig(polecat.spec.rig)),
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
