/**
 * The merge request of a pod's work, as `gt done` writes it. `gt mq submit` is no way to it: it notes the HEAD of the folder
 * in which it runs for the branch's, closes what it takes for an older request, and deletes that one's branch on the remote.
 */
import { createHash } from "node:crypto";
import type { PodWork } from "./work.ts";

export interface MergeRequestDraft {
  /** The same for the same work: written twice, it is there once. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly priority: number;
}

/** gt's own, for a bead without one. */
const PRIORITY = 2;

/** Of work with a commit; null without. */
export function requestId({ rig, bead, report: { head } }: PodWork): string | null {
  if (head === null) return null;
  const hash = createHash("sha256").update(`${rig} ${bead} ${head}`).digest("hex");
  // A prefix may hold hyphens, and what stands behind the last one is the bead's own.
  return `${bead.slice(0, bead.lastIndexOf("-"))}-wisp-pod${hash.slice(0, 12)}`;
}

/** @returns null for work without a commit. */
export function mergeRequestOf(work: PodWork, priority: number | null): MergeRequestDraft | null {
  const id = requestId(work);
  const { rig, bead, target, report } = work;
  if (id === null) return null;
  // Without `worker`: that names a polecat of the rig, whom gt would nudge to mend what did not merge.
  const fields = [
    `branch: ${report.branch}`,
    `target: ${target}`,
    `source_issue: ${bead}`,
    `rig: ${rig}`,
    `commit_sha: ${report.head ?? ""}`,
    "retry_count: 0",
    "last_conflict_sha: null",
    "conflict_task_id: null",
  ];
  return { id, title: `Merge: ${bead}`, description: fields.join("\n"), priority: priority ?? PRIORITY };
}
