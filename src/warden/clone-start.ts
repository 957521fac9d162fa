/** Where a worktree begins: from the checkpoint of this work where there is one, else from the branch, else from its base. */
import { isAncestor } from "./ancestry.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint-note.ts";
import { CloneError } from "./clone-error.ts";
import type { Git } from "./git.ts";
import { branchRef, CHECKPOINTS, checkpointRef } from "./refs.ts";
import type { RemoteRefs } from "./remote.ts";

export interface CloneStart {
  readonly checkpoint: Checkpoint | null;
  /** Null: no commit yet. */
  readonly head: string | null;
  /** Null: detached. */
  readonly headBranch: string | null;
  /** Where the work branch begins in the worktree; null: it has no commit yet. */
  readonly branchTip: string | null;
  /** Where it is on the remote, if that may be replaced. */
  readonly branchAt: string | null;
  readonly isOnRemote: boolean;
  /** What is to be merged into in the end, if anything is known of it. */
  readonly base: string | null;
  readonly notes: readonly string[];
}

export interface StartInput {
  /** On the vault, which has all branches of the remote. */
  readonly git: Git;
  readonly refs: RemoteRefs;
  readonly polecat: string;
  readonly branch: string;
  readonly baseBranch: string | undefined;
}

/** Where the fetched checkpoint is in the vault. */
export const FOUND = `${CHECKPOINTS}found`;

/** @throws CloneError where the base is not there. */
export async function findStart(input: StartInput): Promise<CloneStart> {
  const { refs, branch, baseBranch } = input;
  const base = baseBranch ?? refs.headBranch;
  const remoteTip = refs.refs.get(branchRef(branch)) ?? null;
  const { checkpoint, notes } = await checkpointOf(input);
  if (checkpoint !== null) return restoredStart(input, checkpoint, base, remoteTip, notes);
  const tip = remoteTip ?? baseTip(refs, base, branch);
  const isOnRemote = remoteTip !== null;
  const at = { head: tip, headBranch: branch, branchTip: tip, branchAt: remoteTip, isOnRemote };
  return { checkpoint, ...at, base, notes };
}

function baseTip({ refs }: RemoteRefs, base: string | null, branch: string): string | null {
  const tip = base === null ? undefined : refs.get(branchRef(base));
  if (tip !== undefined) return tip;
  const branches = [...refs.keys()].filter((name) => name.startsWith(branchRef("")));
  // A repository without any commit: the first one will be the agent's.
  if (branches.length === 0) return null;
  const asked =
    base === null ? "no base branch is named, and the remote's HEAD names none" : `there is no ${base}`;
  throw new CloneError("BranchMissing", `the remote has no branch ${branch}, and to begin it, ${asked}`);
}

async function checkpointOf({ git, refs, polecat, branch }: StartInput): Promise<{
  readonly checkpoint: Checkpoint | null;
  readonly notes: readonly string[];
}> {
  const ref = checkpointRef(polecat);
  if (!refs.refs.has(ref)) return { checkpoint: null, notes: [] };
  // The commit that was fetched: the ref may have moved since it was listed.
  const commit = (await git.run(["rev-parse", FOUND])).toString().trim();
  const checkpoint = await readCheckpoint(git, commit);
  if (checkpoint?.note.branch === branch && checkpoint.note.polecat === polecat)
    return { checkpoint, notes: [] };
  const what = checkpoint === null ? "no checkpoint" : `a checkpoint of branch ${checkpoint.note.branch}`;
  return { checkpoint: null, notes: [`${ref} holds ${what}: it is not restored, and will be kept`] };
}

async function restoredStart(
  { git, branch }: StartInput,
  checkpoint: Checkpoint,
  base: string | null,
  remoteTip: string | null,
  notes: readonly string[],
): Promise<CloneStart> {
  const { head, headBranch, also } = checkpoint.note;
  const saved = also.find(({ kind, name }) => kind === "branch" && name === branch)?.commit;
  const branchTip = headBranch === branch ? head : (saved ?? remoteTip ?? head);
  const isHeld =
    remoteTip === null ||
    also.some(({ commit }) => commit === remoteTip) ||
    (branchTip !== null && (await isAncestor(git, remoteTip, branchTip)));
  return {
    checkpoint,
    head,
    headBranch,
    branchTip,
    branchAt: isHeld ? remoteTip : null,
    isOnRemote: remoteTip !== null,
    base,
    notes: isHeld
      ? notes
      : [
          ...notes,
          `the remote's ${branch} has commits that are not in the checkpoint: \`git merge origin/${branch}\` brings them`,
        ],
  };
}
