/** The BeadStore as a kind of actor: how its snapshot is checked when it comes back from a status. */
import { z } from "zod";
import {
  BEAD_STORE_VERSION,
  beadStoreMachine,
  type BeadStoreContext,
  type BeadStoreWish,
} from "../../../machines/index.ts";
import type { ActorKind } from "../../host/index.ts";
import { time, withoutFacts } from "../persisted/context-parts.ts";

const wish: z.ZodType<BeadStoreWish> = z.object({
  generation: z.number(),
  rig: z.string(),
  prefix: z.string(),
  syncMs: z.number(),
});

export const beadStoreContextSchema: z.ZodType<BeadStoreContext> = z.object({
  uid: z.string(),
  wish,
  /** Facts are never persisted: after a restart the town is read afresh. */
  facts: z.null(),
  lastGoodAt: time,
  issues: z.number().nullable(),
});

export const beadStoreKind: ActorKind = {
  kind: "beadstore",
  machine: beadStoreMachine,
  version: BEAD_STORE_VERSION,
  parseContext: (context) => beadStoreContextSchema.parse(context),
  compactContext: (context) => beadStoreContextSchema.parse(withoutFacts(context)),
};
