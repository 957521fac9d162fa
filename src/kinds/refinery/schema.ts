/** Refinery: the merge queue of a rig. */
import { z } from "zod";
import { actorStatus } from "../schema/actor-status.ts";
import { VIEW_CONDITIONS } from "../schema/conditions.ts";
import {
  branchName,
  characters,
  count,
  observedGeneration,
  reference,
  rigName,
  text,
  time,
} from "../schema/fields.ts";
import { readerOf, schemaOf, type Reader, type StoredObject } from "../schema/reader.ts";

export const refinerySpecSchema = z.object({
  rigRef: rigName().describe("Name of the Rig whose merge queue is shown."),
  targetBranch: branchName().default("main").describe("Branch that is merged into. Default main."),
  testCommand: text(4096)
    .optional()
    .describe("Command that tests a branch before it is merged. For people: gt owns the tests."),
  parallelism: z
    .int()
    .min(1)
    .default(1)
    .describe("How many merges run at once. Default 1. For people: gt owns the queue."),
  gitSecretRef: reference("Secret with git credentials.").optional(),
});

const merges = (about: string) => count().optional().describe(`How many ${about}.`);

export const refineryStatusSchema = z.object({
  phase: z
    .enum(["Pending", "Idle", "Processing", "Error"])
    .optional()
    .describe(
      "Pending until the queue was read, Idle while it is empty, Processing while merge requests are in it, Error while it cannot be read.",
    ),
  observedGeneration: observedGeneration().optional(),
  queueLength: merges("merge requests are open"),
  currentMerge: characters(1024).optional().describe("Branch that the refinery has taken up."),
  lastMergeTime: time()
    .optional()
    .describe("When a branch was last merged, of those merged since this resource is there."),
  mergesSummary: z
    .object({
      total: merges("merges were tried"),
      succeeded: merges("went through"),
      failed: merges("conflicted or were rejected"),
      pending: merges("are open"),
    })
    .optional()
    .describe("The rig's merges since this resource is there: gt keeps no history."),
  ...actorStatus(VIEW_CONDITIONS),
});

export type RefinerySpec = z.output<typeof refinerySpecSchema>;
export type RefineryStatus = z.output<typeof refineryStatusSchema>;
export type Refinery = StoredObject<RefinerySpec, RefineryStatus>;

export const parseRefinery: Reader<Refinery> = readerOf("Refinery", refinerySpecSchema, refineryStatusSchema);
export const refinerySchema = schemaOf(parseRefinery);
