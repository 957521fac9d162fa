/** The status of a Polecat: what the town says of the polecat behind it. */
import { z } from "zod";
import { CONSENT_LENGTH, PROOF_CHECKS, TOLD_LENGTH } from "../../grammar/index.ts";
import { ALWAYS, conditions } from "../schema/conditions.ts";
import { FORCE_TERMINATION_ANNOTATION } from "../group.ts";
import {
  characters,
  unchangedSince,
  observedGeneration,
  ours,
  snapshot,
  time,
  townName,
} from "../schema/fields.ts";

const checkSchema = z.object({
  name: characters(253).describe("What was read."),
  at: time().optional().describe("When it was read."),
  outcome: z
    .enum(["Clean", "Blocking", "Forced"])
    .describe(
      "Clean: nothing in the way. Blocking: it forbids the end. Forced: it would, but a person consented.",
    ),
  detail: characters(TOLD_LENGTH).describe("What the read said."),
});

const proofSchema = z.object({
  incarnation: characters(1024).describe("RIG/NAME@BRANCH: the very polecat that was looked at."),
  decidedAt: time().optional().describe("When the reads were judged."),
  checks: z
    .array(checkSchema)
    .max(PROOF_CHECKS)
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe("The reads, in their order."),
  consent: characters(CONSENT_LENGTH)
    .optional()
    .describe(
      `What the annotation ${FORCE_TERMINATION_ANNOTATION} has to be for all that the reads found to be lost, and nothing else; absent where nothing would be, or where no consent helps.`,
    ),
});

export const POLECAT_CONDITIONS = {
  ...ALWAYS,
  Working: "a bead is in work",
  Available: "its polecat is idle and could take a bead",
  Stuck: "work is on its hook and two sources find no sign of life; the message says who was told",
  Terminating: "its end was asked for; the message names what blocks it",
  Degraded: "the town or the rig is in trouble",
};

export const polecatStatusSchema = z.object({
  phase: z
    .enum(["Pending", "Working", "Idle", "Terminated", "Failed"])
    .optional()
    .describe("Where the polecat is. It changes only on what was observed: doubt leaves it as it was."),
  observedGeneration: observedGeneration().optional(),
  mode: z
    .enum(["Manage", "Observe", "Paused"])
    .optional()
    .describe(
      ours(
        "Whether the operator acts for this resource. Observe: spec.management of it, or of its Rig, says so. Paused: spec.paused of it, or of its Rig, is true.",
      ),
    ),
  bead: townName()
    .optional()
    .describe(
      ours(
        "The bead that it is about: the one in work, or else the one that its spec asks for, or had last.",
      ),
    ),
  assignedBead: townName().optional().describe("The bead that was given to the polecat last."),
  branch: characters(1024).optional().describe("The polecat's branch."),
  worktreePath: characters(4096).optional().describe("The polecat's worktree."),
  tmuxSession: characters(253).optional().describe("The polecat's tmux session."),
  sessionActive: z.boolean().optional().describe("Whether that session runs."),
  lastActivity: time()
    .optional()
    .describe("Not written by this operator: gt tells it for one polecat at a time (`gt polecat status`)."),
  cleanupStatus: z
    .enum(["clean", "has_uncommitted", "has_unpushed", "unknown"])
    .optional()
    .describe("What the last termination proof found in the worktree."),
  podName: characters(253).optional().describe("The newest pod of a polecat in pods."),
  attempt: z
    .int()
    .min(1)
    .optional()
    .describe(ours("Of a polecat in pods: which attempt its newest pod is, counted from its first pod on.")),
  failedAttempts: z
    .int()
    .min(1)
    .optional()
    .describe(ours("Of a polecat in pods: how many attempts at its bead have failed by themselves.")),
  polecatName: townName().optional().describe(ours("gt's name for the polecat, which gt chooses itself.")),
  state: characters(253).optional().describe(ours("The machine's own state, such as working.healthy.")),
  slungAt: time().optional().describe(ours("When the bead was slung.")),
  idleSince: time().optional().describe(ours("Since when the polecat has no bead in work.")),
  unchangedSince: unchangedSince().optional(),
  terminationProof: proofSchema
    .meta({ "x-kubernetes-map-type": "atomic" })
    .optional()
    .describe(ours("What was read before the polecat was ended, or was not.")),
  conditions: conditions(POLECAT_CONDITIONS).optional(),
  snapshot: snapshot().optional(),
});

export type PolecatStatus = z.output<typeof polecatStatusSchema>;
