/** What the warden says at its end, and after each of its looks: what of the work is on the remote, and what is not. */
import { z } from "zod";
import { agentUsageSchema } from "./agent-usage.ts";
import { checkpointPlace, commitId, common, operation } from "./parts.ts";

export const wardenReportSchema = z.object({
  ...common,
  kind: z.literal("warden"),
  /** Null: no commit yet, or none that could be read. */
  head: commitId.nullable(),
  /** Null: HEAD is detached. */
  headBranch: z.string().nullable(),
  /** Whether the work branch is on the remote where it is in the worktree. */
  pushed: z.boolean(),
  operation: operation.nullable(),
  /** Paths that differ from HEAD, the first of them; they are in the checkpoint. */
  uncommitted: z.array(z.string()),
  uncommittedCount: z.int().min(0),
  /** They are in the checkpoint. */
  stashes: z.int().min(0),
  /** The newest on the remote. */
  checkpoint: checkpointPlace.nullable(),
  /** What is nowhere but in the pod, in words. Empty: the pod may go. */
  onlyLocal: z.array(z.string()),
  onlyLocalCount: z.int().min(0),
  /** What failed last, and does no longer concern anybody once it is null again. */
  problem: z.string().nullable(),
  agent: z.object({
    /** From the file that the agent's image writes; the pod's status has the container's own. */
    exitCode: z.int().nullable(),
    usage: agentUsageSchema.nullable(),
  }),
});

export type WardenReport = z.infer<typeof wardenReportSchema>;
