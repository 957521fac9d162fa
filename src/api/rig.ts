/** Rig: a repository that the town knows, as a view. Its name is gt's name of the rig. */
import { z } from "zod";
import { anything, conditions, observedAt, observedGeneration, snapshotField, time } from "./fields.ts";
import { objectSchema } from "./object.ts";

export const rigSpecSchema = z.object({
  gitURL: z
    .string()
    .min(1)
    .max(2048)
    .describe("The repository's URL. For people: the operator clones nothing."),
  beadsPrefix: z
    .string()
    .regex(/^[a-z]{2,10}$/)
    .describe("Prefix of the rig's bead ids, without the dash."),
  localPath: z
    .string()
    .min(2)
    .max(4096)
    .regex(/^\//)
    .meta({
      "x-kubernetes-validations": [
        { rule: "!self.contains('/../') && !self.endsWith('/..')", message: "localPath must not contain .." },
      ],
    })
    .describe("The rig's folder where the operator runs. It is never created."),
  settings: z
    .object({
      namepoolTheme: z.string().max(63).optional().describe("For people: gt owns the name pool."),
      maxPolecats: z
        .int()
        .min(1)
        .max(100)
        .default(8)
        .describe("How many polecats the rig may have; what exceeds it waits as Pending."),
    })
    .default({ maxPolecats: 8 })
    .describe("Limits of this rig."),
  paused: z.boolean().default(false).describe("True keeps the operator from writing to gt for this rig."),
});

export const rigStatusSchema = z.object({
  phase: z.enum(["Pending", "Ready", "Degraded"]).optional().describe("Where the rig is."),
  observedGeneration: observedGeneration().optional(),
  polecatCount: z.int().optional().describe("Polecats that gt lists for this rig."),
  activeConvoys: z.int().optional().describe("Open convoys that track a bead of this rig."),
  witness: z.string().optional().describe("gt's word on the rig's witness: running or stopped."),
  refinery: z.string().optional().describe("gt's word on the rig's refinery: running or stopped."),
  queueLength: z.int().optional().describe("Merge requests in the rig's queue."),
  lastSyncTime: time().optional().describe("Last trusted read of the town, as of the last change."),
  observedAt: observedAt().optional(),
  conditions: conditions().optional(),
  snapshot: snapshotField().optional(),
});

export const rigSchema = objectSchema(rigSpecSchema, z.object({ snapshot: anything().optional() }));
export type Rig = z.infer<typeof rigSchema>;
