/**
 * Pushes the work branch where it has moved. What is on the remote is replaced only where the worktree's branch holds it, or
 * held it once and was rewritten by the agent; commits of anybody else on it stay, and are reported.
 */
import { isAncestor, unreachable } from "./ancestry.ts";
import type { Git } from "./git.ts";
import { branchRef, REMOTE_BRANCHES } from "./refs.ts";
import type { Remote } from "./remote.ts";
import type { VaultState } from "./vault-state.ts";

export interface BranchPushInput {
  /** On the vault. */
  readonly git: Git;
  readonly remote: Remote;
  /** The work branch in the worktree. */
  readonly tip: string;
  /** Whether the checkpoint that holds what is replaced is on the remote. */
  readonly mayRewrite: boolean;
  readonly state: () => VaultState;
  readonly change: (change: Partial<VaultState>) => void;
  readonly signal?: AbortSignal | undefined;
}

export type BranchOutcome =
  | { readonly outcome: "pushed" }
  /** It has no commit that is not on the remote, under another name. */
  | { readonly outcome: "empty" }
  | { readonly outcome: "refused"; readonly message: string };

const MOST_TRIES = 3;

/** @throws GitError where the remote did not answer. */
export async function pushBranch(input: BranchPushInput): Promise<BranchOutcome> {
  const { git, remote, tip, mayRewrite, state, signal } = input;
  const { branch } = state();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { branchAt } = state();
    if (branchAt === tip) return { outcome: "pushed" };
    if (branchAt === null && (await unreachable(git, [tip], [], branch)).size === 0)
      return { outcome: "empty" };
    if (!mayRewrite && branchAt !== null && !(await isAncestor(git, branchAt, tip)))
      return { outcome: "refused", message: "it was rewritten, and what it replaces is not saved yet" };
    const pushed = await remote.push(branchRef(branch), tip, branchAt, signal);
    if (pushed.outcome === "refused") return pushed;
    if (pushed.outcome === "pushed") {
      await note(input, tip);
      return pushed;
    }
    const refused = pushed.now === null ? await note(input, null) : await takeIn(input, pushed.now);
    if (refused !== null) return { outcome: "refused", message: refused };
  }
  return { outcome: "refused", message: "somebody else pushes to it at the same time" };
}

async function note({ git, state, change }: BranchPushInput, commit: string | null): Promise<null> {
  const ref = REMOTE_BRANCHES + state().branch;
  await git.run(commit === null ? ["update-ref", "-d", ref] : ["update-ref", ref, commit]);
  change({ branchAt: commit });
  return null;
}

/** What somebody else has pushed does no harm where the worktree's branch holds it. */
async function takeIn(input: BranchPushInput, now: string): Promise<string | null> {
  const { git, remote, tip, state, signal } = input;
  const { branch } = state();
  await remote.fetch([`+${branchRef(branch)}:${REMOTE_BRANCHES}${branch}`], signal);
  if (await isAncestor(git, now, tip)) return note(input, now);
  return `the remote's ${branch} has commits (${now.slice(0, 12)}) that the worktree's has not; nothing was overwritten`;
}
