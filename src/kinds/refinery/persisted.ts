/** The Refinery as a kind of actor: how its snapshot is checked when it comes back from a status. */
import { z } from "zod";
import { REFINERY_VERSION, refineryMachine, type RefineryContext } from "../../../machines/index.ts";
import type { ActorKind } from "../../host/index.ts";
import { text, time, viewWish, withoutFacts } from "../persisted/context-parts.ts";

export const refineryContextSchema: z.ZodType<RefineryContext> = z.object({
  uid: z.string(),
  wish: viewWish,
  /** Facts are never persisted: after a restart the town is read afresh. */
  facts: z.null(),
  lastGoodAt: time,
  memory: z.object({ open: z.record(z.string(), text), leaving: z.array(z.string()) }).nullable(),
  merges: z.object({ succeeded: z.number(), failed: z.number() }),
  lastMergeAt: time,
  queueLength: z.number().nullable(),
  currentMerge: text,
});

export const refineryKind: ActorKind = {
  kind: "refinery",
  machine: refineryMachine,
  version: REFINERY_VERSION,
  parseContext: (context) => refineryContextSchema.parse(context),
  compactContext: (context) => refineryContextSchema.parse(withoutFacts(context)),
};
