/** An object of the group as a person sees it through the API: what the tests ask about, and whatever else is in it. */
import { z } from "zod";

const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string(),
  message: z.string(),
});

const proofSchema = z.looseObject({
  incarnation: z.string(),
  consent: z.string().optional(),
  checks: z.array(z.looseObject({ name: z.string(), outcome: z.string(), detail: z.string() })),
});

const statusSchema = z.looseObject({
  phase: z.string().optional(),
  state: z.string().optional(),
  observedGeneration: z.number().optional(),
  assignedBead: z.string().optional(),
  polecatName: z.string().optional(),
  podName: z.string().optional(),
  attempt: z.number().optional(),
  branch: z.string().optional(),
  worktreePath: z.string().optional(),
  polecatCount: z.number().optional(),
  terminationProof: proofSchema.optional(),
  beadsConvoyID: z.string().optional(),
  completedBeads: z.array(z.string()).optional(),
  pendingBeads: z.array(z.string()).optional(),
  unknownBeads: z.array(z.string()).optional(),
  progress: z.string().optional(),
  completedAt: z.string().optional(),
  notifiedAt: z.string().optional(),
  conditions: z.array(conditionSchema).default([]),
  polecatsSummary: z.looseObject({ stuck: z.number() }).optional(),
  snapshot: z.string().optional().catch(undefined),
});

export const seenSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.number(),
    finalizers: z.array(z.string()).default([]),
    labels: z.record(z.string(), z.string()).default({}),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.looseObject({ management: z.string().optional() }),
  status: statusSchema.default({ conditions: [] }),
});

export type Seen = z.infer<typeof seenSchema>;
export type Condition = z.infer<typeof conditionSchema>;

/** The condition of that type where it is True; undefined otherwise. */
export function condition({ status }: Seen, type: string): Condition | undefined {
  return status.conditions.find((candidate) => candidate.type === type && candidate.status === "True");
}
