/** Convoy: a batch of beads that is followed until all are closed. */
import { z } from "zod";
import {
  anything,
  beadId,
  conditions,
  mailAddress,
  observedAt,
  observedGeneration,
  rigName,
  snapshotField,
  time,
} from "./fields.ts";
import { objectSchema } from "./object.ts";

const beads = () => z.array(z.string());

export const convoySpecSchema = z.object({
  description: z.string().min(1).max(1024).describe("What the batch is for; it becomes the convoy's title."),
  trackedBeads: z
    .array(beadId())
    .min(1)
    .max(500)
    .meta({ "x-kubernetes-list-type": "set" })
    .describe("The beads to follow, 1 to 500, each once."),
  rigRef: rigName().optional().describe("The Rig whose trouble keeps the convoy from being created."),
  notifyOnComplete: mailAddress()
    .optional()
    .describe("Who gets one mail when all beads are closed, such as mayor/."),
  parallelism: z
    .int()
    .min(0)
    .default(0)
    .describe("Most polecats at work on it; 0 is no limit. For dispatch Polecats."),
  dispatch: z
    .enum(["None", "Polecats"])
    .default("None")
    .describe("Polecats lets the operator create Polecats for ready beads. Not enabled yet."),
});

export const convoyStatusSchema = z.object({
  phase: z.enum(["Pending", "InProgress", "Completed", "Failed"]).optional().describe("Where the batch is."),
  observedGeneration: observedGeneration().optional(),
  state: z.string().optional().describe("The machine's own state, such as completed.settled."),
  beadsConvoyID: z.string().optional().describe("gt's id of the convoy."),
  completedBeads: beads().optional().describe("Beads that read closed."),
  pendingBeads: beads().optional().describe("Beads that read otherwise."),
  unknownBeads: beads().optional().describe("Beads that do not exist or could not be read."),
  progress: z.string().optional().describe("Closed beads of all, such as 2/5."),
  startedAt: time().optional().describe("When gt's convoy was made or found."),
  completedAt: time().optional().describe("When all beads read closed."),
  notifiedAt: time().optional().describe("When the mail was sent."),
  observedAt: observedAt().optional(),
  conditions: conditions().optional(),
  snapshot: snapshotField().optional(),
});

/** What of the status an actor begins from, where its snapshot cannot be used. */
const rememberedStatus = z.object({
  beadsConvoyID: z.string().optional().catch(undefined),
  startedAt: z.string().optional().catch(undefined),
  completedAt: z.string().optional().catch(undefined),
  notifiedAt: z.string().optional().catch(undefined),
  snapshot: anything().optional().catch(undefined),
});

export const convoySchema = objectSchema(convoySpecSchema, rememberedStatus);
export type Convoy = z.infer<typeof convoySchema>;
