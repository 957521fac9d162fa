/** Polecat: a worker that a person asks for, and the state of the one that gt gave. */
import { z } from "zod";
import { LONGEST_WAIT_SECONDS, MERGE_STRATEGIES } from "../../grammar/index.ts";
import { agentName, beadIdOrNone, branchName, ours, rigName, text } from "../schema/fields.ts";
import { FORCE_TERMINATION_ANNOTATION } from "../group.ts";
import { agentConfigSchema, KUBERNETES_ONLY, kubernetesSchema, resourcesSchema } from "./pod-schema.ts";
import { polecatStatusSchema, type PolecatStatus } from "./status-schema.ts";
import { readerOf, schemaOf, type Reader, type StoredObject } from "../schema/reader.ts";

const immutable = (field: string) => ({
  "x-kubernetes-validations": [
    { rule: "self == oldSelf", message: `${field} is immutable: make another Polecat instead` },
  ],
});

const slingSchema = z.object({
  args: text(4096).optional().describe("Instructions for the agent."),
  message: text(4096).optional().describe("Context for the agent."),
  baseBranch: branchName().optional().describe("Branch to begin from. Default: the rig's."),
  merge: z.enum(MERGE_STRATEGIES).optional().describe("How finished work is merged. Default: the rig's."),
  agent: agentName()
    .optional()
    .describe("The town's agent to run, such as claude or gpt-5.1. Default: the town's."),
});

const work = {
  rig: rigName().meta(immutable("rig")).describe("Name of the Rig that the polecat belongs to. Immutable."),
  desiredState: z
    .enum(["Idle", "Working", "Terminated"])
    .default("Idle")
    .describe(
      "What is asked for. Working: beadID is slung to a polecat of the rig. Idle (default): nothing new is slung; a bead in work is finished. Terminated: the polecat ends once nothing can be lost; what blocks it stands in the condition Terminating.",
    ),
  beadID: beadIdOrNone()
    .optional()
    .describe(
      "The bead to work on, such as al-1r3; needed with Working. A change waits until the bead in work is closed.",
    ),
  taskDescription: text(65536).optional().describe("For people: gt takes the task from the bead."),
  sling: slingSchema
    .optional()
    .describe(
      ours("Options of gt sling, for the next one: work that is under way has those that it began with."),
    ),
};

const execution = {
  executionMode: z
    .enum(["local", "kubernetes"])
    .default("local")
    .meta(immutable("executionMode"))
    .describe(
      "Where the agent runs. local (default): in the town. kubernetes: in a pod, where the operator makes pods (--pods). Immutable.",
    ),
  agent: z
    .enum(["opencode", "claude-code", "codex", "aider", "custom"])
    .default("claude-code")
    .describe(`The coding agent. Default claude-code. ${KUBERNETES_ONLY} In the town, see sling.agent.`),
  agentConfig: agentConfigSchema.optional(),
  kubernetes: kubernetesSchema.optional(),
  resources: resourcesSchema.optional(),
};

const restLimit = (from: string) =>
  z
    .int()
    .min(0)
    .max(LONGEST_WAIT_SECONDS)
    .optional()
    .describe(
      `${from}, after which the polecat ends, if nothing can be lost. A change counts from the same moment; no other edit, and no restart, begins the time anew. Default: never.`,
    );

const ending = {
  ttlSecondsAfterFinished: restLimit(
    "Seconds from the closing of its bead, as gt gives it. It says nothing of a polecat that has finished no bead",
  ),
  maxIdleSeconds: restLimit(
    "Seconds without work: from the closing of its bead, or from when the bead was taken from it",
  ),
  deletionPolicy: z
    .enum(["Orphan", "Terminate"])
    .default("Orphan")
    .describe(
      ours(
        "What deleting the resource does. Orphan (default): the polecat stays in the town. Terminate: the resource is held until the polecat was ended safely.",
      ),
    ),
  terminationPolicy: z
    .enum(["Safe", "Force"])
    .default("Safe")
    .describe(
      ours(
        `Safe (default): what could be lost blocks the end. Force: work is destroyed, if the annotation ${FORCE_TERMINATION_ANNOTATION} also equals status.terminationProof.consent.`,
      ),
    ),
};

const control = {
  management: z
    .enum(["Manage", "Observe"])
    .default("Manage")
    .describe(
      ours(
        "Manage (default): the operator acts on the spec. Observe: the resource only shows, and never causes a gt write.",
      ),
    ),
  paused: z
    .boolean()
    .default(false)
    .describe(ours("True keeps the operator from writing to gt for this polecat. Default false.")),
};

export const polecatSpecSchema = z.object({ ...work, ...execution, ...ending, ...control }).meta({
  "x-kubernetes-validations": [
    {
      rule: "!has(self.desiredState) || self.desiredState != 'Working' || (has(self.beadID) && self.beadID != '')",
      message: "beadID is needed when desiredState is Working: name the bead to work on, such as al-1r3",
      fieldPath: ".beadID",
    },
  ],
});

export type { PolecatStatus };
export type PolecatSpec = z.output<typeof polecatSpecSchema>;
export type Polecat = StoredObject<PolecatSpec, PolecatStatus>;

export const parsePolecat: Reader<Polecat> = readerOf("Polecat", polecatSpecSchema, polecatStatusSchema);
export const polecatSchema = schemaOf(parsePolecat);
