/** How the snapshot of a Witness is checked when it comes back from a status. */
import { z } from "zod";
import { type PolecatsSummary, type WitnessContext, type DesiredWitness } from "../../../machines/index.ts";
import { time } from "../persisted/context-parts.ts";

const desired: z.ZodType<DesiredWitness> = z.object({
  generation: z.number(),
  rig: z.string(),
  healthCheckMs: z.number(),
  stuckThresholdMs: z.number(),
  escalateTo: z.string(),
});

const summary: z.ZodType<PolecatsSummary> = z.object({
  total: z.number(),
  running: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  stuck: z.number(),
});

export const witnessContextSchema: z.ZodType<WitnessContext> = z.object({
  uid: z.string(),
  desired,
  /** Facts are never persisted: after a restart the town is read afresh. */
  facts: z.null(),
  lastGoodAt: time,
  polecats: summary.nullable(),
});
