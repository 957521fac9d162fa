/**
 * Pushes a checkpoint to its ref, and overwrites none there that was not restored or made here. Two attempts of one
 * polecat may live at once for a while (a node that was cut off comes back): the later one has the ref, and what the
 * earlier one saves, or has saved there, is kept under a ref of its own. Nothing is replaced before it is kept.
 */
import { readCheckpoint, type Checkpoint } from "./checkpoint-note.ts";
import type { Git } from "./git.ts";
import { CHECKPOINTS, checkpointRef, keptRef } from "./refs.ts";
import type { PushOutcome, Remote } from "./remote.ts";
import type { VaultState } from "./vault-state.ts";

export type CheckpointOutcome =
  | { readonly outcome: "pushed"; readonly ref: string }
  /** A later attempt has the ref; this checkpoint is under `ref`. */
  | { readonly outcome: "superseded"; readonly ref: string; readonly by: number }
  | { readonly outcome: "refused"; readonly message: string };

export interface CheckpointPushInput {
  /** On the vault. */
  readonly git: Git;
  readonly remote: Remote;
  readonly checkpoint: Checkpoint;
  readonly state: () => VaultState;
  /** Writes it down before anything that depends on it is done. */
  readonly change: (change: Partial<VaultState>) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Somebody may replace the ref between a look at it and the push. */
const MOST_TRIES = 5;
const MOST_SENT = 50;
const BUSY = "another attempt replaces the checkpoint at the same time";

/** @throws GitError where the remote did not answer. */
export async function pushCheckpoint(input: CheckpointPushInput): Promise<CheckpointOutcome> {
  const { remote, checkpoint, state, change, signal } = input;
  const ref = checkpointRef(state().polecat);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    change({ sent: [...new Set([...state().sent, checkpoint.commit])].slice(-MOST_SENT) });
    const pushed = await remote.push(ref, checkpoint.commit, state().checkpoint, signal);
    if (pushed.outcome === "refused") return pushed;
    if (pushed.outcome === "pushed") {
      change({ checkpoint: checkpoint.commit, sent: [checkpoint.commit] });
      return { outcome: "pushed", ref };
    }
    const other = await otherAt(input, ref, pushed.now);
    if (other.is === "later") return pushAside(input, other.attempt);
    if (other.is === "foreign") {
      const kept = await keep(input, other.commit, other.label);
      if (kept.outcome !== "pushed")
        return kept.outcome === "moved" ? { outcome: "refused", message: BUSY } : kept;
    }
    change({ checkpoint: pushed.now });
  }
  return { outcome: "refused", message: BUSY };
}

type Other =
  /** Nothing, or a push of ours whose answer was lost. */
  | { readonly is: "ours" }
  | { readonly is: "later"; readonly attempt: number }
  /** It is of an earlier attempt, of other work, or no checkpoint. */
  | { readonly is: "foreign"; readonly commit: string; readonly label: string };

async function otherAt(input: CheckpointPushInput, ref: string, commit: string | null): Promise<Other> {
  const { git, remote, state, signal } = input;
  if (commit === null || state().sent.includes(commit)) return { is: "ours" };
  // What another attempt pushed just now may be the next one already: `keep` needs this very commit.
  await remote.fetch([`+${ref}:${CHECKPOINTS}found`], signal);
  const found = (await git.run(["rev-parse", `${CHECKPOINTS}found`])).toString().trim();
  const note = (await readCheckpoint(git, found).catch(() => null))?.note ?? null;
  const { writer, attempt, branch } = state();
  if (note?.writer === writer) return { is: "ours" };
  if (note?.branch === branch && note.attempt > attempt) return { is: "later", attempt: note.attempt };
  return { is: "foreign", commit: found, label: note === null ? found : labelOf(note) };
}

/** Where an attempt's checkpoints are kept once they are not the newest. */
function labelOf({ attempt, writer }: Pick<VaultState, "attempt" | "writer">): string {
  const isName = /^[A-Za-z0-9]+$/.test(writer);
  return `attempt-${attempt}-${isName ? writer : "unknown"}`;
}

/** Puts another's checkpoint under a ref of its own; where that is taken by another one, under its id. */
async function keep(
  { remote, state, signal }: CheckpointPushInput,
  commit: string,
  label: string,
): Promise<PushOutcome> {
  const { polecat } = state();
  const kept = await remote.push(keptRef(polecat, label), commit, null, signal);
  return kept.outcome === "moved" ? remote.push(keptRef(polecat, commit), commit, null, signal) : kept;
}

async function pushAside(input: CheckpointPushInput, by: number): Promise<CheckpointOutcome> {
  const { remote, checkpoint, state, change, signal } = input;
  const ref = keptRef(state().polecat, labelOf(state()));
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const pushed = await remote.push(ref, checkpoint.commit, state().kept, signal);
    if (pushed.outcome === "refused") return pushed;
    if (pushed.outcome === "moved") {
      // The ref has this attempt's own name: whoever put something there put an earlier checkpoint of it there.
      change({ kept: pushed.now });
      continue;
    }
    change({ kept: checkpoint.commit });
    return { outcome: "superseded", ref, by };
  }
  return { outcome: "refused", message: BUSY };
}
