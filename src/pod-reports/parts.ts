/** What both reports have. */
import { z } from "zod";

/** A commit's id, SHA-1 or SHA-256. */
export const commitId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** What git had begun in the worktree and not ended. */
export const operation = z.enum(["merge", "rebase", "cherry-pick", "revert", "bisect"]);

/** Of every report. A reader skips what a newer one has besides. */
export const common = {
  version: z.literal(1),
  polecat: z.string(),
  attempt: z.int().min(1),
  /** When it was written, by the pod's clock. */
  at: z.iso.datetime(),
  /** The work branch. */
  branch: z.string(),
};

export const checkpointPlace = z.object({ ref: z.string(), commit: commitId, at: z.iso.datetime() });
