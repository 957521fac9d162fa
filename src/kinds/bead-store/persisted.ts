/** How the snapshot of a BeadStore is checked when it comes back from a status. */
import { z } from "zod";
import { type BeadStoreContext, type DesiredBeadStore } from "../../../machines/index.ts";
import { time } from "../persisted/context-parts.ts";

const desired: z.ZodType<DesiredBeadStore> = z.object({
  generation: z.number(),
  rig: z.string(),
  prefix: z.string(),
  syncMs: z.number(),
});

export const beadStoreContextSchema: z.ZodType<BeadStoreContext> = z.object({
  uid: z.string(),
  desired,
  /** Facts are never persisted: after a restart the town is read afresh. */
  facts: z.null(),
  lastGoodAt: time,
  issues: z.number().nullable(),
});
