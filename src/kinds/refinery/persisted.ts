/** How the snapshot of a Refinery is checked when it comes back from a status. */
import { z } from "zod";
import { type RefineryContext } from "../../../machines/index.ts";
import { text, time, desiredView } from "../persisted/context-parts.ts";

export const refineryContextSchema: z.ZodType<RefineryContext> = z.object({
  uid: z.string(),
  desired: desiredView,
  /** Facts are never persisted: after a restart the town is read afresh. */
  facts: z.null(),
  lastGoodAt: time,
  memory: z.object({ open: z.record(z.string(), text), leaving: z.array(z.string()) }).nullable(),
  merges: z.object({ succeeded: z.number(), failed: z.number() }),
  lastMergeAt: time,
  queueLength: z.number().nullable(),
  currentMerge: text,
});
