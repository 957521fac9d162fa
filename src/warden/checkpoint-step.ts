/** The step of a look that saves: a checkpoint where the work differs from the last one, and its push. */
import type { WardenReport } from "../pod-reports/index.ts";
import { unreachable } from "./ancestry.ts";
import { isSameWork, type CheckpointMaker, type Work } from "./checkpoint.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint-note.ts";
import { pushCheckpoint } from "./checkpoint-push.ts";
import { checkpointRef } from "./refs.ts";
import type { Remote } from "./remote.ts";
import type { VaultState } from "./vault-state.ts";
import type { Vault } from "./vault.ts";

export interface CheckpointParts {
  readonly vault: Vault;
  readonly remote: Remote;
  readonly maker: CheckpointMaker;
  readonly state: () => VaultState;
  readonly change: (change: Partial<VaultState>) => void;
}

export type Saved =
  | { readonly is: "saved" }
  /** A later attempt of the same polecat has the first place. */
  | { readonly is: "superseded"; readonly by: number; readonly ref: string }
  | { readonly is: "refused"; readonly message: string };

export class CheckpointStep {
  readonly #parts: CheckpointParts;
  /** The newest on the remote that was made or restored here. */
  #sent: Checkpoint | null = null;
  /** The newest that was made here. */
  #made: Checkpoint | null = null;
  #isRead = false;
  #saved: Saved = { is: "saved" };
  /** Where the newest on the remote is. */
  #place: WardenReport["checkpoint"] = null;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
  }

  get place(): WardenReport["checkpoint"] {
    return this.#place;
  }

  /** The newest, whether or not it is on the remote. */
  async last(): Promise<Checkpoint | null> {
    const { vault, state } = this.#parts;
    const { checkpoint, polecat } = state();
    if (!this.#isRead && checkpoint !== null) {
      this.#sent = await readCheckpoint(vault.git, checkpoint);
      const at = this.#sent?.note.at;
      if (at !== undefined) this.#place = { ref: checkpointRef(polecat), commit: checkpoint, at };
    }
    this.#isRead = true;
    return this.#made ?? this.#sent;
  }

  /** @param isClean whether the files are those of HEAD. @throws GitError */
  async save(work: Work, isClean: boolean, signal?: AbortSignal): Promise<Saved> {
    const last = await this.last();
    if (last === null && isClean && (await this.#isOnRemote(work))) return { is: "saved" };
    const { vault, remote, maker, state, change } = this.#parts;
    const isOfThis = (one: Checkpoint | null): one is Checkpoint =>
      one !== null && isSameWork({ tree: one.tree, carried: one.note }, work);
    if (isOfThis(this.#sent)) return this.#saved;
    const checkpoint = isOfThis(this.#made) ? this.#made : await maker.commit(work.tree, work.carried);
    this.#made = checkpoint;
    const pushed = await pushCheckpoint({ git: vault.git, remote, checkpoint, state, change, signal });
    if (pushed.outcome === "refused") return { is: "refused", message: pushed.message };
    const { ref } = pushed;
    this.#sent = checkpoint;
    this.#place = { ref, commit: checkpoint.commit, at: checkpoint.note.at };
    this.#saved = pushed.outcome === "pushed" ? { is: "saved" } : { is: "superseded", by: pushed.by, ref };
    return this.#saved;
  }

  /** The first checkpoint is made of the first change. */
  async #isOnRemote({ carried: { head, also } }: Work): Promise<boolean> {
    if (also.length > 0) return false;
    const { vault, state } = this.#parts;
    const { branch, branchAt, checkpoint } = state();
    if (checkpoint !== null) return false;
    const held = branchAt === null ? [] : [branchAt];
    return head === null || (await unreachable(vault.git, [head], held, branch)).size === 0;
  }
}
