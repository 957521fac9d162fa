/** Answers of `gt polecat …`. */
import { z } from "zod";
import type { GitState, PolecatDetail, PolecatEntry } from "../answers.ts";
import { remoteBranchOf, type RecoveryReport } from "../dialect/index.ts";
import { parseJson, word, wordOrNothing } from "./json.ts";
import { plainText } from "./plain-text.ts";

const entry = z.object({
  rig: word,
  name: word,
  state: word,
  issue: wordOrNothing,
  session_running: z.boolean(),
  branch: wordOrNothing,
  reusable: z.boolean().nullish(),
  verdict: wordOrNothing,
});
const entries = z.array(entry);

/** gt goes on without the rig, and exits 0: its polecats would read as gone. */
const LEAVES_OUT = /failed to (?:list polecats in|load rig) .*/i;

const plain = ({
  rig,
  name,
  state,
  issue,
  session_running,
  branch,
  reusable = null,
  verdict,
}: z.infer<typeof entry>): PolecatEntry => ({
  rig,
  name,
  state,
  issue,
  sessionRunning: session_running,
  branch,
  isReusable: reusable,
  verdict,
});

/**
 * A polecat that is not in the list is gone: whoever cannot be read, or is told twice, makes all of it unread.
 * @param rig whose list was asked for; null for that of all rigs.
 */
export function parsePolecatList(
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  rig: string | null = null,
): readonly PolecatEntry[] {
  const [leftOut] = LEAVES_OUT.exec(plainText(stderr)) ?? [];
  if (leftOut !== undefined) throw new SyntaxError(`the list is not whole: gt ${leftOut}`);
  const list = parseJson(entries, stdout).map(plain);
  const stranger = list.find((polecat) => rig !== null && polecat.rig !== rig);
  if (stranger !== undefined) throw new SyntaxError(`it speaks of rig ${stranger.rig}`);
  if (new Set(list.map(({ rig, name }) => `${rig}/${name}`)).size === list.length) return list;
  throw new SyntaxError("one polecat stands in it twice");
}

const detail = entry.extend({
  clone_path: wordOrNothing,
  session_id: wordOrNothing,
});

export function parsePolecatStatus(stdout: string): PolecatDetail {
  const answer = parseJson(detail, stdout);
  return {
    ...plain(answer),
    clonePath: answer.clone_path,
    sessionId: answer.session_id,
  };
}

const recovery = z.object({
  cleanup_status: wordOrNothing,
  verdict: word,
  branch: wordOrNothing,
  mq_status: wordOrNothing,
  reason: wordOrNothing,
  safe_to_nuke: z.boolean().optional(),
  blockers: z.array(z.string()).nullish(),
  active_mr: wordOrNothing,
});

export interface ReadRecovery extends RecoveryReport {
  readonly branch: string | null;
  readonly activeMr: string | null;
}

export function parseCheckRecovery(stdout: string): ReadRecovery {
  const answer = parseJson(recovery, stdout);
  return {
    verdict: answer.verdict,
    cleanupStatus: answer.cleanup_status ?? "",
    mqStatus: answer.mq_status,
    reason: answer.reason,
    safeToNuke: answer.safe_to_nuke ?? null,
    blockers: answer.blockers ?? [],
    branch: answer.branch,
    activeMr: answer.active_mr,
  };
}

const gitState = z.object({
  clean: z.boolean(),
  uncommitted_files: z.array(z.string()).nullable(),
  unpushed_commits: z.int().nonnegative(),
  stash_count: z.int().nonnegative(),
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

/** `✓ Nuked 1 polecat(s).`; it proves nothing, and without it nothing is known. */
export function parseNuke(stdout: string): void {
  if (!/^\s*✓ Nuked\b(?! 0 )/m.test(plainText(stdout)))
    throw new SyntaxError("it does not say that it nuked");
}

/** `✓ Session stopped.` */
export function parseSessionStop(stdout: string): void {
  if (!/^\s*✓ Session stopped\b/m.test(plainText(stdout)))
    throw new SyntaxError("it does not say that the session was stopped");
}
