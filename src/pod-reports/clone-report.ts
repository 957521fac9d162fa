/** What `clone` says at its end: what the worktree holds now, or why there is none. */
import { z } from "zod";
import { checkpointPlace, commitId, common, operation } from "./parts.ts";

/** Each leads to an advice of its own. */
export const cloneFailures = [
  "RemoteUnreachable",
  "RemoteMissing",
  "AccessDenied",
  "HostKeyUnknown",
  "BranchMissing",
  "WorktreeOccupied",
  "DiskFull",
  "Failed",
] as const;

export type CloneFailure = (typeof cloneFailures)[number];

const head = { head: commitId.nullable(), headBranch: z.string().nullable() };

export const cloneReportSchema = z.discriminatedUnion("outcome", [
  /** The branch as it is on the remote, or new from its base: there is no checkpoint of this work. */
  z.object({
    ...common,
    kind: z.literal("clone"),
    outcome: z.literal("fresh"),
    ...head,
    notes: z.array(z.string()),
  }),
  /** What an earlier attempt has left on the remote. */
  z.object({
    ...common,
    kind: z.literal("clone"),
    outcome: z.literal("restored"),
    ...head,
    checkpoint: checkpointPlace,
    /** The attempt that made the checkpoint. */
    fromAttempt: z.int().min(1),
    /** Files that differ from HEAD, the deleted ones among them. */
    uncommitted: z.int().min(0),
    deleted: z.int().min(0),
    stashes: z.int().min(0),
    /** What was under way; it is not any more, its files are there. */
    interrupted: operation.nullable(),
    notes: z.array(z.string()),
  }),
  /** The worktree of an earlier start on the same volume, untouched: nothing is newer than that. */
  z.object({ ...common, kind: z.literal("clone"), outcome: z.literal("kept"), notes: z.array(z.string()) }),
  z.object({
    ...common,
    kind: z.literal("clone"),
    outcome: z.literal("failed"),
    reason: z.enum(cloneFailures),
    message: z.string(),
  }),
]);

export type CloneReport = z.infer<typeof cloneReportSchema>;
