/** Refinery: the merge queue of a rig. */
import { z } from "zod";
import { conditions, VIEW_CONDITIONS } from "./conditions.ts";
import { branchName, count, observedGeneration, reference, rigName, text, time } from "./fields.ts";
import { readerOf, type Reader, type StoredObject } from "./reader.ts";

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
    .enum(["Idle", "Processing", "Error"])
    .optional()
    .describe(
      "Idle with an empty queue, Processing while a merge runs, Error while the queue cannot be read.",
    ),
  observedGeneration: observedGeneration().optional(),
  queueLength: merges("merge requests wait"),
  currentMerge: z.string().max(1024).optional().describe("Branch that is being merged."),
  lastMergeTime: time().optional().describe("When a branch was last merged."),
  mergesSummary: z
    .object({
      total: merges("merges were tried"),
      succeeded: merges("went through"),
      failed: merges("failed, by conflict or test"),
      pending: merges("wait"),
    })
    .optional()
    .describe("The rig's merges, counted."),
  conditions: conditions(VIEW_CONDITIONS).optional(),
});

export type RefinerySpec = z.output<typeof refinerySpecSchema>;
export type RefineryStatus = z.output<typeof refineryStatusSchema>;
export type Refinery = StoredObject<RefinerySpec, RefineryStatus>;

export const parseRefinery: Reader<Refinery> = readerOf("Refinery", refinerySpecSchema, refineryStatusSchema);
