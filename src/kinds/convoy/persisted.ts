/** How the snapshot of a Convoy is checked when it comes back from a status. */
import { z } from "zod";
import {
  type BeadCount,
  type ConvoyContext,
  type Notice,
  type DesiredConvoy,
} from "../../../machines/index.ts";
import { recordedBlocker, text, time } from "../persisted/context-parts.ts";

const desired: z.ZodType<DesiredConvoy> = z.object({
  generation: z.number(),
  description: z.string(),
  beads: z.array(z.string()),
  rig: text,
  notify: text,
});

const beads = z.array(z.string());
const count: z.ZodType<BeadCount> = z.object({
  closed: beads,
  pending: beads,
  missing: beads,
  unread: beads,
  ended: beads.exactOptional(),
  statuses: z.record(z.string(), z.string()).exactOptional(),
});

const notice: z.ZodType<Notice> = z.object({ at: z.number(), address: z.string(), completedAt: z.number() });

export const convoyContextSchema: z.ZodType<ConvoyContext> = z.object({
  uid: z.string(),
  desired,
  /** Facts are never persisted: after a restart the beads are read afresh before anything is decided. */
  facts: z.null(),
  lastGoodAt: time,
  counted: count.nullable(),
  notBefore: z.number(),
  convoyId: text,
  tracked: beads.nullable(),
  startedAt: time,
  completedAt: time,
  notice: notice.nullable(),
  announcingTo: text,
  attempts: z.number(),
  refusals: z.number(),
  blocker: recordedBlocker.nullable(),
  refusedGeneration: z.number().nullable(),
  unextended: z.object({ generation: z.number(), message: z.string() }).nullable(),
});
