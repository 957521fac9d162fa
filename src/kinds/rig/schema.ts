/** Rig: a repository that the town knows, as a view. */
import { z } from "zod";
import { actorStatus } from "../schema/actor-status.ts";
import { ALWAYS } from "../schema/conditions.ts";
import {
  beadPrefix,
  characters,
  count,
  observedGeneration,
  ours,
  rigName,
  text,
  time,
} from "../schema/fields.ts";
import { RIG_NAME } from "../../grammar/index.ts";
import { podsSchema } from "./pods-schema.ts";
import { readerOf, schemaOf, type Reader, type StoredObject } from "../schema/reader.ts";

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

const GT_NAME_IS_IMMUTABLE = {
  rule: "(has(self.gtName) ? self.gtName : '') == (has(oldSelf.gtName) ? oldSelf.gtName : '')",
  message: "gtName is immutable: make another Rig instead",
};

const fields = {
  gitURL: text(2048).min(1).describe("The repository's URL. For people: the operator clones nothing."),
  gtName: rigName()
    .optional()
    .describe(
      ours(
        "gt's name of the rig, where it is another than the resource's: gt allows underscores and capitals, such as Web_App, and Kubernetes does not. Letters and digits of any script, symbols such as emoji, and any of _ + , %, and behind the first one = # ^ ~ and hyphens, too: a rig whose name has anything else, such as what a shell takes for its own, is not served. Immutable. Of two Rigs for one rig of gt the older one serves. Default: the resource's name.",
      ),
    ),
  beadsPrefix: beadPrefix()
    .optional()
    .describe(
      "Prefix of the rig's bead ids, without the dash that follows it, such as al or k8s. gt knows it, so it may be left out; one that is not gt's makes the rig Degraded.",
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
  pods: podsSchema.optional(),
  management: z
    .enum(["Manage", "Observe"])
    .default("Manage")
    .describe(
      ours(
        "Manage (default): its polecats may work. Observe: the resource only shows, and nothing is written to gt for the rig and its polecats.",
      ),
    ),
  paused: z
    .boolean()
    .default(false)
    .describe(
      ours("True keeps the operator from writing to gt for this rig and its polecats. Default false."),
    ),
};

export const rigSpecSchema = z
  .object(fields)
  // Of the whole spec: a rule of the field alone is not asked where the field comes or goes.
  .meta({ "x-kubernetes-validations": [GT_NAME_IS_IMMUTABLE] });

const agentState = (agent: string) =>
  characters(63)
    .optional()
    .describe(ours(`gt's word on the rig's ${agent}: running or stopped.`));

const RIG_CONDITIONS = {
  ...ALWAYS,
  Synced: "the last read of the town could be trusted",
  Degraded: "something keeps its polecats from getting work, or what is shown of it could not be read anew",
  JournalWritable: "the operator keeps its journal; False: it goes on without, and its history has a hole",
};

export const rigStatusSchema = z.object({
  phase: z
    .enum(["Pending", "Ready", "Degraded"])
    .optional()
    .describe(
      "Pending until the town was read, then Ready, or Degraded while something is wrong with the rig.",
    ),
  observedGeneration: observedGeneration().optional(),
  mode: z
    .enum(["Manage", "Observe", "Paused"])
    .optional()
    .describe(
      ours(
        "Whether the operator acts for this rig. Observe: spec.management says so. Paused: spec.paused is true.",
      ),
    ),
  gtName: characters(RIG_NAME.most)
    .optional()
    .describe(ours("gt's name of the rig that this one stands for.")),
  beadsPrefix: characters(63).optional().describe(ours("Prefix of the rig's bead ids, as gt has it.")),
  polecatCount: count().optional().describe("Polecats that gt lists for this rig."),
  activeConvoys: count().optional().describe("Open convoys that track a bead of this rig."),
  lastSyncTime: time()
    .optional()
    .describe(
      "The same as unchangedSince, under the name that the original API has. When the town was last read is reported by a Lease, whose name ends in town-read.",
    ),
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
  ...actorStatus(RIG_CONDITIONS),
});

export type RigSpec = z.output<typeof rigSpecSchema>;
export type RigStatus = z.output<typeof rigStatusSchema>;
export type Rig = StoredObject<RigSpec, RigStatus>;

export const parseRig: Reader<Rig> = readerOf("Rig", rigSpecSchema, rigStatusSchema);
export const rigSchema = schemaOf(parseRig);
