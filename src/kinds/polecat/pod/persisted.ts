/** How the snapshot of a polecat in pods is checked when it comes back from a status. */
import { z } from "zod";
import type { PodContext, PodDesired } from "../../../../machines/index.ts";
import { recordedBlocker, terminationProof, text, time } from "../../persisted/context-parts.ts";

const desired: z.ZodType<PodDesired> = z.object({
  generation: z.number(),
  rig: z.string(),
  gtRig: text,
  managed: z.boolean(),
  state: z.enum(["Idle", "Working", "Terminated"]),
  bead: text,
  paused: z.boolean(),
  deletionTerminates: z.boolean(),
  objection: z.object({ reason: z.string(), message: z.string() }).nullable(),
  mostFailures: z.number(),
});

export const podContextSchema: z.ZodType<PodContext> = z.object({
  uid: z.string(),
  desired,
  /** Neither pods nor facts are persisted: after a restart both are read afresh before anything is decided. */
  pods: z.unknown().transform(() => null),
  facts: z.null(),
  lastGoodAt: time,
  notBefore: z.number(),
  bead: text,
  closedBead: text,
  attempt: z.number(),
  seenAttempt: z.number(),
  failures: z.number(),
  tries: z.number(),
  provenAttempt: z.number(),
  judgedAttempt: z.number(),
  blocker: recordedBlocker.nullable(),
  proof: terminationProof.nullable(),
  endedAtGeneration: z.number().nullable(),
});
