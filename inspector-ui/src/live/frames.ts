/** What the stream sends, checked as far as the page reads it. The operator that serves the page made it. */
import { z } from "zod";
import type { Beat, TownChange, WatchedActor } from "../../../src/inspector/frames.ts";
import { journalRecordSchema } from "../../../src/host/journal/journal.ts";
import type { SeenCall } from "../../../src/inspector/port.ts";
import { MOODS, type Cell } from "../../../src/inspector/cell.ts";
import { MARKS } from "../../../src/kinds/shown.ts";
import type { Detail } from "../../../src/inspector/detail.ts";

const refSchema = z.object({ kind: z.string(), namespace: z.string(), name: z.string(), uid: z.string() });

const text = z.string().nullable();

const cellSchema: z.ZodType<Cell> = z.object({
  id: z.string(),
  ref: refSchema,
  rig: z.string(),
  gtRig: text,
  phase: z.string(),
  state: z.string(),
  isEnding: z.boolean(),
  mood: z.enum(MOODS),
  reason: z.string(),
  trouble: z.object({ reason: z.string(), message: z.string(), worktree: text }).nullable(),
  warning: text,
  marks: z.array(z.enum(MARKS)),
  bead: text,
  polecat: text,
  progress: text,
  subject: z.string(),
  sequence: z.number(),
  edit: z.object({ at: z.number(), text: z.string() }).nullable(),
});

const detailSchema: z.ZodType<Detail> = z.object({
  cell: cellSchema,
  version: z.number(),
  context: z.unknown(),
  conditions: z.array(
    z.object({
      type: z.string(),
      status: z.enum(["True", "False", "Unknown"]),
      reason: z.string(),
      message: z.string(),
      observedGeneration: z.number(),
    }),
  ),
  status: z.record(z.string(), z.unknown()),
  observedAt: z.number().nullable(),
  timers: z.array(z.object({ id: z.string(), dueAt: z.number(), delayMs: z.number().optional() })),
  running: z.array(
    z.object({ effectId: z.string(), id: z.string(), service: z.string(), input: z.unknown() }),
  ),
});

const callSchema: z.ZodType<SeenCall> = z.object({
  sequence: z.number(),
  actor: text,
  argv: z.array(z.string()),
  result: z.enum(["success", "error"]),
  reason: text,
  at: z.number(),
  durationMs: z.number(),
});

export const callsSchema = z.array(callSchema);

export const townChangeSchema: z.ZodType<TownChange> = z.object({
  epoch: z.string(),
  version: z.number(),
  now: z.number(),
  isWhole: z.boolean(),
  cells: z.array(cellSchema),
  gone: z.array(z.string()),
});

export const watchedActorSchema: z.ZodType<WatchedActor> = z.object({
  id: z.string(),
  detail: detailSchema.nullable(),
  records: z.array(journalRecordSchema),
  calls: callsSchema,
  hasGap: z.boolean(),
});

export const beatSchema: z.ZodType<Beat> = z.object({
  now: z.number(),
  concerns: z.array(z.object({ name: z.string(), message: z.string() })),
});
