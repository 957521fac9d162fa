/** How the snapshot of a Rig is checked when it comes back from a status. */
import { z } from "zod";
import { type RigContext, type RigFigures, type DesiredRig } from "../../../machines/index.ts";
import { text, time } from "../persisted/context-parts.ts";

const desired: z.ZodType<DesiredRig> = z.object({
  generation: z.number(),
  gtName: text,
  localPath: z.string(),
  beadsPrefix: text,
  paused: z.boolean(),
  observed: z.literal(true).exactOptional(),
  maxPolecats: z.number().exactOptional(),
});

const figures: z.ZodType<RigFigures> = z.object({
  townStatus: z.string().exactOptional(),
  witness: text,
  refinery: text,
  polecatCount: z.number().nullable(),
  activeConvoys: z.number().nullable(),
  queueLength: z.number().nullable(),
  gtVersion: text,
  beadsPrefix: text,
});

export const rigContextSchema: z.ZodType<RigContext> = z.object({
  uid: z.string(),
  name: z.string(),
  desired,
  /** Facts are never persisted: after a restart the town is read afresh. */
  facts: z.null(),
  lastGoodAt: time,
  figures,
});
