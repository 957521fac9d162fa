/** Answers of `gt polecat …`. */
import { z } from "zod";
import type { GitState, PolecatDetail, PolecatEntry } from "../answers.ts";
import { remoteBranchOf, type RecoveryReport } from "../dialect/index.ts";
import { listOf, parseJson } from "./json.ts";

const entry = z.object({
  rig: z.string(),
  name: z.string(),
  state: z.string(),
  issue: z.string().optional(),
  session_running: z.boolean(),
  branch: z.string().optional(),
});
const entries = listOf(entry);

const said = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);

const plain = ({
  rig,
  name,
  state,
  issue,
  session_running,
  branch,
}: z.infer<typeof entry>): PolecatEntry => ({
  rig,
  name,
  state,
  issue: said(issue),
  sessionRunning: session_running,
  branch: said(branch),
});

export function parsePolecatList(stdout: string): readonly PolecatEntry[] {
  return parseJson(entries, stdout).map(plain);
}

const detail = entry.extend({
  clone_path: z.string().optional(),
  session_id: z.string().optional(),
});

export function parsePolecatStatus(stdout: string): PolecatDetail {
  const answer = parseJson(detail, stdout);
  return {
    ...plain(answer),
    clonePath: answer.clone_path ?? null,
    sessionId: answer.session_id ?? null,
  };
}

const recovery = z.object({
  cleanup_status: z.string().default(""),
  verdict: z.string(),
  branch: z.string().optional(),
  mq_status: z.string().optional(),
  reason: z.string().optional(),
  safe_to_nuke: z.boolean().optional(),
  blockers: z.array(z.string()).nullish(),
  active_mr: z.string().optional(),
});

export interface ReadRecovery extends RecoveryReport {
  readonly branch: string | null;
  readonly activeMr: string | null;
}

export function parseCheckRecovery(stdout: string): ReadRecovery {
  const answer = parseJson(recovery, stdout);
  return {
    verdict: answer.verdict,
    cleanupStatus: answer.cleanup_status,
    mqStatus: said(answer.mq_status),
    reason: said(answer.reason),
    safeToNuke: answer.safe_to_nuke ?? null,
    blockers: answer.blockers ?? [],
    branch: said(answer.branch),
    activeMr: said(answer.active_mr),
  };
}

const gitState = z.object({
  clean: z.boolean(),
  uncommitted_files: z.array(z.string()).nullable(),
  unpushed_commits: z.number(),
  stash_count: z.number(),
  comparison_base: z.string().optional(),
});

export function parseGitState(stdout: string): GitState {
  const answer = parseJson(gitState, stdout);
  return {
    clean: answer.clean,
    uncommittedFiles: answer.uncommitted_files ?? [],
    unpushedCommits: answer.unpushed_commits,
    stashCount: answer.stash_count,
    remoteBranch: remoteBranchOf(answer.comparison_base),
  };
}
