/** Polecat: a worker that a person asks for, and the state of the one that gt gave. */
import { z } from "zod";
import { agentConfigSchema, kubernetesSchema, resourcesSchema } from "./polecat-kubernetes.ts";
import {
  anything,
  beadId,
  conditions,
  observedAt,
  observedGeneration,
  rigName,
  snapshotField,
  time,
} from "./fields.ts";
import { objectSchema } from "./object.ts";

const text = (most: number): z.ZodString => z.string().max(most);

export const slingSchema = z.object({
  args: text(4096).optional().describe("Instructions for the agent (gt sling --args)."),
  message: text(4096).optional().describe("Context message (gt sling --message)."),
  baseBranch: text(255).optional().describe("Branch to begin from (gt sling --base-branch)."),
  merge: z.enum(["direct", "mr", "local"]).optional().describe("How work is merged (gt sling --merge)."),
  agent: text(63).optional().describe("Agent of the town to run (gt sling --agent)."),
});

export const polecatSpecSchema = z
  .object({
    rig: rigName()
      .meta({
        "x-kubernetes-validations": [{ rule: "self == oldSelf", message: "rig is immutable" }],
      })
      .describe("The Rig that the polecat belongs to. Immutable."),
    desiredState: z
      .enum(["Idle", "Working", "Terminated"])
      .default("Idle")
      .describe(
        "A person's lever: Working needs beadID; Terminated ends the polecat once nothing can be lost.",
      ),
    beadID: z
      .string()
      .max(128)
      .optional()
      .describe("The bead to work on. A change waits for the bead in work."),
    taskDescription: text(65536).optional().describe("For people: gt takes the task from the bead."),
    executionMode: z
      .enum(["local", "kubernetes"])
      .default("local")
      .meta({
        "x-kubernetes-validations": [{ rule: "self == oldSelf", message: "executionMode is immutable" }],
      })
      .describe("Where the agent runs. Immutable. kubernetes is not enabled yet."),
    agent: z
      .enum(["opencode", "claude-code", "aider", "custom"])
      .optional()
      .describe("Bears on executionMode kubernetes only."),
    agentConfig: agentConfigSchema.optional(),
    kubernetes: kubernetesSchema.optional(),
    resources: resourcesSchema.optional(),
    ttlSecondsAfterFinished: z
      .int()
      .min(0)
      .optional()
      .describe("Ends the polecat so many seconds after its bead closed, if nothing can be lost."),
    maxIdleSeconds: z
      .int()
      .min(0)
      .optional()
      .describe("Ends the polecat after so many seconds without work, if nothing can be lost."),
    deletionPolicy: z
      .enum(["Orphan", "Terminate"])
      .default("Orphan")
      .describe(
        "Orphan: deleting the resource leaves the polecat. Terminate: it is held until the safe nuke.",
      ),
    terminationPolicy: z
      .enum(["Safe", "Force"])
      .default("Safe")
      .describe("Force also needs the annotation that names the incarnation."),
    sling: slingSchema.optional().describe("Options of gt sling."),
    management: z.enum(["Manage", "Observe"]).default("Manage").describe("Observe never causes a gt write."),
    paused: z
      .boolean()
      .default(false)
      .describe("True keeps the operator from writing to gt for this polecat."),
  })
  .meta({
    "x-kubernetes-validations": [
      {
        rule: "self.desiredState != 'Working' || (has(self.beadID) && size(self.beadID) > 0)",
        message: "beadID is needed when desiredState is Working",
      },
      {
        rule: `!has(self.beadID) || self.beadID == '' || self.beadID.matches('${beadIdPattern()}')`,
        message: "beadID is not a bead id such as al-1r3",
      },
    ],
  });

function beadIdPattern(): string {
  return "^[a-z][a-z0-9]*(-[a-z0-9]+)+([.][0-9]+)*$";
}

const proofSchema = z.object({
  incarnation: z.string().describe("RIG/NAME@BRANCH: what the force-termination annotation must name."),
  decidedAt: time().optional().describe("When the reads were judged."),
  checks: z
    .array(
      z.object({
        name: z.string().describe("What was read."),
        at: time().optional().describe("When it was read."),
        outcome: z.enum(["Clean", "Blocking", "Forced"]).describe("Whether it stands in the way."),
        detail: z.string().describe("What the read said."),
      }),
    )
    .describe("The reads, in their order."),
});

export const polecatStatusSchema = z.object({
  phase: z
    .enum(["Pending", "Working", "Idle", "Terminated", "Failed"])
    .optional()
    .describe("Where the polecat is."),
  observedGeneration: observedGeneration().optional(),
  state: z.string().optional().describe("The machine's own state, such as working.healthy."),
  assignedBead: z.string().optional().describe("The bead that was slung last."),
  polecatName: z.string().optional().describe("gt's name for the polecat."),
  branch: z.string().optional().describe("Its branch, as read after the sling."),
  worktreePath: z.string().optional().describe("Its worktree, as read after the sling."),
  tmuxSession: z.string().optional().describe("Its session."),
  sessionActive: z.boolean().optional().describe("Whether the session runs."),
  lastActivity: time().optional().describe("When the agent was last seen active."),
  cleanupStatus: z
    .enum(["clean", "has_uncommitted", "has_unpushed", "unknown"])
    .optional()
    .describe("What the last termination proof found in the worktree."),
  podName: z.string().optional().describe("executionMode kubernetes only."),
  observedAt: observedAt().optional(),
  terminationProof: proofSchema
    .optional()
    .describe("What was read before the polecat was (or was not) ended."),
  conditions: conditions().optional(),
  snapshot: snapshotField().optional(),
});

/** What of the status an actor begins from, where its snapshot cannot be used. */
const rememberedStatus = z.object({
  polecatName: z.string().optional().catch(undefined),
  assignedBead: beadId().optional().catch(undefined),
  snapshot: anything().optional().catch(undefined),
});

export const polecatSchema = objectSchema(polecatSpecSchema, rememberedStatus);
export type Polecat = z.infer<typeof polecatSchema>;
