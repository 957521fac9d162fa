/** The Rig as a kind of actor: how its snapshot is checked when it comes back from a status. */
import { z } from "zod";
import {
  RIG_VERSION,
  rigMachine,
  type RigContext,
  type RigFigures,
  type RigWish,
} from "../../../machines/index.ts";
import type { ActorKind } from "../../host/index.ts";
import { text, time, withoutFacts } from "../persisted/context-parts.ts";
import { RIG_UPCASTS } from "./upcasts.ts";

const wish: z.ZodType<RigWish> = z.object({
  generation: z.number(),
  gtName: text,
  localPath: z.string(),
  beadsPrefix: text,
  paused: z.boolean(),
  observed: z.literal(true).exactOptional(),
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
  wish,
  /** Facts are never persisted: after a restart the town is read afresh. */
  facts: z.null(),
  lastGoodAt: time,
  figures,
});

export const rigKind: ActorKind = {
  kind: "rig",
  machine: rigMachine,
  version: RIG_VERSION,
  upcasts: RIG_UPCASTS,
  parseContext: (context) => rigContextSchema.parse(context),
  compactContext: (context) => rigContextSchema.parse(withoutFacts(context)),
};
