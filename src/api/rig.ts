/** Rig: a repository that the town knows, as a view. Its name is gt's name of the rig. */
import { z } from "zod";
import { conditions, RIG_CONDITIONS } from "./conditions.ts";
import {
  beadPrefix,
  characters,
  count,
  unchangedSince,
  observedGeneration,
  ours,
  snapshot,
  text,
  time,
} from "./fields.ts";
import { readerOf, schemaOf, type Reader, type StoredObject } from "./reader.ts";

const settingsSchema = z.object({
  namepoolTheme: text(63)
    .optional()
    .describe("Theme of the polecats' names, such as mad-max. For people: gt owns the name pool."),
  maxPolecats: z
    .int()
    .min(1)
    .max(100)
    .default(8)
    .describe("How many polecats the rig may have, 1 to 100, default 8. What exceeds it waits as Pending."),
});

export const rigSpecSchema = z.object({
  gitURL: text(2048).min(1).describe("The repository's URL. For people: the operator clones nothing."),
  beadsPrefix: beadPrefix().describe(
    "Prefix of the rig's bead ids, without the dash that follows it, such as al, k8s or web-app.",
  ),
  localPath: characters(4096)
    .regex(/^\/[^\x00]*$/)
    .refine((path) => !path.split("/").includes(".."), "must not contain ..")
    .meta({
      "x-kubernetes-validations": [
        { rule: "!self.contains('/../') && !self.endsWith('/..')", message: "localPath must not contain .." },
      ],
    })
    .describe(
      "The rig's folder where the operator runs, as an absolute path. It is never created: while it is missing, the rig is Degraded.",
    ),
  settings: settingsSchema.default({ maxPolecats: 8 }).describe("Limits of this rig."),
  paused: z
    .boolean()
    .default(false)
    .describe(
      ours("True keeps the operator from writing to gt for this rig and its polecats. Default false."),
    ),
});

const agentState = (agent: string) =>
  characters(63)
    .optional()
    .describe(ours(`gt's word on the rig's ${agent}: running or stopped.`));

export const rigStatusSchema = z.object({
  phase: z
    .enum(["Pending", "Ready", "Degraded"])
    .optional()
    .describe(
      "Pending until the town was read, then Ready, or Degraded while something is wrong with the rig.",
    ),
  observedGeneration: observedGeneration().optional(),
  polecatCount: count().optional().describe("Polecats that gt lists for this rig."),
  activeConvoys: count().optional().describe("Open convoys that track a bead of this rig."),
  lastSyncTime: time().optional().describe("When the town was last read with an answer that can be trusted."),
  townStatus: characters(63)
    .optional()
    .describe(
      ours(
        "gt's word on the rig: operational, parked or docked. A parked or docked rig gets no work until somebody undoes it with gt rig unpark or undock; what is at work goes on.",
      ),
    ),
  witness: agentState("witness"),
  refinery: agentState("refinery"),
  queueLength: count().optional().describe(ours("Merge requests in the rig's queue.")),
  gtVersion: characters(128).optional().describe(ours("Version of the gt that the operator calls.")),
  unchangedSince: unchangedSince().optional(),
  conditions: conditions(RIG_CONDITIONS).optional(),
  snapshot: snapshot().optional(),
});

export type RigSpec = z.output<typeof rigSpecSchema>;
export type RigStatus = z.output<typeof rigStatusSchema>;
export type Rig = StoredObject<RigSpec, RigStatus>;

export const parseRig: Reader<Rig> = readerOf("Rig", rigSpecSchema, rigStatusSchema);
export const rigSchema = schemaOf(parseRig);
