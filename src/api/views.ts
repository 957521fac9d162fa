/** Witness, Refinery and BeadStore: kinds whose schemas are served; no controller acts on them yet. */
import { z } from "zod";
import {
  conditions,
  duration,
  mailAddress,
  objectName,
  observedGeneration,
  rigName,
  time,
} from "./fields.ts";

const count = () => z.int().optional();
const secretRef = () => z.object({ name: objectName() }).optional();
const common = { observedGeneration: observedGeneration().optional(), conditions: conditions().optional() };

export const witnessSpecSchema = z.object({
  rigRef: rigName().describe("The Rig that is watched."),
  healthCheckInterval: duration().default("30s").describe("How often health is judged."),
  stuckThreshold: duration()
    .default("15m")
    .describe("After how long without a sign of life a polecat is stuck."),
  escalationTarget: mailAddress().default("mayor").describe("Who is told."),
});

export const witnessStatusSchema = z.object({
  phase: z.enum(["Pending", "Active", "Degraded"]).optional(),
  polecatsSummary: z
    .object({ total: count(), running: count(), succeeded: count(), failed: count(), stuck: count() })
    .optional(),
  lastCheckTime: time().optional(),
  ...common,
});

export const refinerySpecSchema = z.object({
  rigRef: rigName().describe("The Rig whose merge queue is shown."),
  targetBranch: z.string().max(255).default("main").describe("Branch that is merged into."),
  testCommand: z.string().max(4096).optional().describe("For people: gt owns the tests."),
  parallelism: z.int().min(1).default(1).describe("For people: gt owns the queue."),
  gitSecretRef: secretRef(),
});

export const refineryStatusSchema = z.object({
  phase: z.enum(["Idle", "Processing", "Error"]).optional(),
  queueLength: count(),
  currentMerge: z.string().optional(),
  lastMergeTime: time().optional(),
  mergesSummary: z
    .object({ total: count(), succeeded: count(), failed: count(), pending: count() })
    .optional(),
  ...common,
});

export const beadStoreSpecSchema = z.object({
  rigRef: rigName().describe("The Rig whose beads are counted."),
  prefix: z
    .string()
    .max(16)
    .regex(/^[a-z]+-$/)
    .describe("Prefix of the bead ids, with the dash."),
  syncInterval: duration().default("5m").describe("How often the store is read."),
  gitSecretRef: secretRef(),
});

export const beadStoreStatusSchema = z.object({
  phase: z.enum(["Pending", "Synced", "Error"]).optional(),
  issueCount: count(),
  lastSyncTime: time().optional(),
  ...common,
});
