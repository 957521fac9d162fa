/** How the snapshot of a Polecat is checked when it comes back from a status. */
import { z } from "zod";
import { type PolecatContext, type DesiredPolecat, type Warnings } from "../../../machines/index.ts";
import { recordedBlocker, slingOptions, terminationProof, text, time } from "../persisted/context-parts.ts";

const desired: z.ZodType<DesiredPolecat> = z.object({
  generation: z.number(),
  rig: z.string(),
  gtRig: text,
  state: z.enum(["Idle", "Working", "Terminated"]),
  bead: text,
  managed: z.boolean(),
  paused: z.boolean(),
  local: z.boolean(),
  podObjection: z.object({ reason: z.string(), message: z.string() }).exactOptional(),
  boundTo: text,
  terminationPolicy: z.enum(["Safe", "Force"]),
  forceConsent: text,
  finalizer: z.enum(["none", "awaited", "stored", "leaving"]),
  deletionTerminates: z.boolean(),
  ttlSeconds: z.number().nullable(),
  maxIdleSeconds: z.number().nullable(),
  sling: slingOptions,
});

const warnings: z.ZodType<Warnings> = z.object({
  tries: z.number(),
  told: z.number(),
  lastAt: time,
  jitter: z.number(),
  problem: text,
});

export const polecatContextSchema: z.ZodType<PolecatContext> = z.object({
  uid: z.string(),
  incarnation: z.number(),
  desired,
  heldPhase: z.enum(["Pending", "Working", "Idle"]),
  /** Facts are never persisted: after a restart the town is read afresh before anything is decided. */
  facts: z.null(),
  lastGoodAt: time,
  notBefore: z.number(),
  polecatName: text,
  branch: text,
  worktree: text,
  session: text,
  assignedBead: text,
  closedBead: text,
  slungAt: time,
  lostSling: text,
  awaitsTakeover: z.boolean(),
  finalizerProblem: text,
  finishedAt: time,
  idleSince: time,
  attempts: z.number(),
  refusals: z.number(),
  blocker: recordedBlocker.nullable(),
  proof: terminationProof.nullable(),
  nuked: text,
  stoppedAt: time,
  endedAtGeneration: z.number().nullable(),
  limitedUntil: time,
  idleLimitReached: z.boolean(),
  stuckThresholdMs: z.number(),
  awaitedThresholdMs: z.number().nullable(),
  pane: z.object({ digest: z.string(), since: z.number() }).nullable(),
  unresponsive: z
    .object({ reason: z.enum(["SessionDead", "Silent", "PodRestarts"]), since: z.number() })
    .nullable(),
  warnings,
});

/** Counts the lives of one resource. Asked with each event: a whole reading of the context would take longer than it. */
export function incarnationOf(context: unknown): number {
  return hasIncarnation(context) ? context.incarnation : 1;
}

function hasIncarnation(context: unknown): context is Pick<PolecatContext, "incarnation"> {
  return typeof context === "object" && context !== null && "incarnation" in context;
}
