/** Answers of `gt polecat …`. */
import { z } from "zod";
import type { GitState, PolecatDetail, PolecatEntry, Recovery } from "../answers.ts";
import { listOf, parseJson } from "./json.ts";

const entry = z.object({
  rig: z.string(),
  name: z.string(),
  state: z.string(),
  issue: z.string().optional(),
  session_running: z.boolean(),
});
const entries = listOf(entry);

const plain = ({ rig, name, state, issue, session_running }: z.infer<typeof entry>): PolecatEntry => ({
  rig,
  name,
  state,
  issue: issue === undefined || issue === "" ? null : issue,
  sessionRunning: session_running,
});

export function parsePolecatList(stdout: string): readonly PolecatEntry[] {
  return parseJson(entries, stdout).map(plain);
}

const detail = entry.extend({
  clone_path: z.string().optional(),
  branch: z.string().optional(),
  session_id: z.string().optional(),
});

export function parsePolecatStatus(stdout: string): PolecatDetail {
  const answer = parseJson(detail, stdout);
  return {
    ...plain(answer),
    clonePath: answer.clone_path ?? null,
    branch: answer.branch ?? null,
    sessionId: answer.session_id ?? null,
  };
}

const recovery = z.object({
  cleanup_status: z.string(),
  verdict: z.string(),
  branch: z.string().optional(),
  mq_status: z.string().optional(),
});

export function parseCheckRecovery(stdout: string): Recovery {
  const { cleanup_status, verdict, branch, mq_status } = parseJson(recovery, stdout);
  return { cleanupStatus: cleanup_status, verdict, branch: branch ?? null, mqStatus: mq_status ?? null };
}

const gitState = z.object({
  clean: z.boolean(),
  uncommitted_files: z.array(z.string()).nullable(),
  unpushed_commits: z.number(),
  stash_count: z.number(),
});

export function parseGitState(stdout: string): GitState {
  const { clean, uncommitted_files, unpushed_commits, stash_count } = parseJson(gitState, stdout);
  return {
    clean,
    uncommittedFiles: uncommitted_files ?? [],
    unpushedCommits: unpushed_commits,
    stashCount: stash_count,
  };
}
