/** What a vault remembers beside its repository: whose it is, and which refs of the remote it may replace. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { cloneReportSchema } from "../pod-reports/index.ts";
import { errnoOf } from "@gastown/system";

const commitId = z.string().regex(/^[0-9a-f]{40,64}$/);

const stateSchema = z.object({
  version: z.literal(1),
  worktree: z.string(),
  polecat: z.string(),
  branch: z.string(),
  attempt: z.int().min(1),
  /** Who made a checkpoint: another one for each attempt. */
  writer: z.string(),
  /** Whether `clone` has ended; until then the worktree holds nothing but its own. */
  stage: z.enum(["begun", "done"]),
  report: cloneReportSchema.nullable(),
  /** The checkpoint on the remote that was restored or pushed here, and may be replaced; null: none was there. */
  checkpoint: commitId.nullable(),
  /** Checkpoints that were sent: the answer to one may have been lost. */
  sent: z.array(commitId),
  /** Where this attempt keeps its checkpoints once a later one has the first place; null: nowhere yet. */
  kept: commitId.nullable(),
  /** Where the work branch was on the remote, as far as the worktree's branch holds it or has rewritten it. */
  branchAt: commitId.nullable(),
});

export type VaultState = z.infer<typeof stateSchema>;

/** @returns null where there is none. @throws Error where it cannot be read. */
export function readState(file: string): VaultState | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
  return stateSchema.parse(JSON.parse(text));
}

/** A reader finds the old one or the new one, whenever the process ends. */
export function writeState(file: string, state: VaultState): void {
  const next = `${file}.new`;
  mkdirSync(path.dirname(file), { recursive: true });
  const fd = openSync(next, "w", 0o600);
  try {
    writeSync(fd, JSON.stringify(state));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(next, file);
}
