/**
 * A look: what is in the worktree now, saved as a checkpoint where it differs from the last one, and pushed; then the work
 * branch, where it has moved. Its result is the report, which says what of the work is still in the pod only.
 */
import type { WardenReport } from "../pod-reports/index.ts";
import { errnoOf, troubleWith, wholeSeconds, errorMessage } from "@gastown/system";
import { readRepository, type AgentRepository } from "./agent-repository.ts";
import { pushBranch } from "./branch-push.ts";
import { findCarried, type CarriedFound } from "./carried.ts";
import { carriedOf, isSameWork, type Work } from "./checkpoint.ts";
import type { Carried } from "./checkpoint-note.ts";
import { CheckpointStep, type CheckpointParts, type Saved } from "./checkpoint-step.ts";
import type { FilesFound, FilesLook } from "./files-look.ts";
import { GitError } from "./git-error.ts";
import { UnreadableRepository } from "./git-folder.ts";
import { treeOf } from "./listing.ts";
import { OpenFolder } from "./open-folder.ts";
import type { Reader } from "./reader.ts";
import type { VaultUpkeep } from "./vault-upkeep.ts";

export interface LookParts extends CheckpointParts {
  readonly reader: Reader;
  readonly files: FilesLook;
  readonly upkeep: VaultUpkeep;
  /** Files from this size on are sent after all else. */
  readonly largeBytes: number;
  readonly now: () => number;
}

export interface LookResult {
  readonly report: Omit<WardenReport, "agent">;
  /** Whether something in the worktree has changed since the last look. */
  readonly hasChanged: boolean;
  /** Why the remote has not taken all: it said no, or nothing was heard of it. */
  readonly unsent: Unsent | null;
}

type Unsent = "refused" | "unanswered";

interface Problem {
  readonly is: Unsent;
  readonly words: string;
}

interface Seen {
  readonly work: Work;
  readonly files: FilesFound;
  readonly found: CarriedFound;
  /** Why commits cannot be read; null: they can. */
  readonly repositoryProblem: string | null;
  readonly stashes: number;
}

const NOTHING: Carried = { head: null, headBranch: null, operation: null, also: [], nested: [] };
/** What was refused with its large files is offered whole again, now and then: a full remote may have been emptied. */
const WHOLE_EVERY = 10;

export class Looker {
  readonly #parts: LookParts;
  readonly #step: CheckpointStep;
  #seen: Seen | null = null;
  #saved: FilesFound["entries"] | null = null;
  /** Why large files are left out; null: they are not. */
  #refusal: string | null = null;
  #looksLeavingOut = 0;

  constructor(parts: LookParts) {
    this.#parts = parts;
    this.#step = new CheckpointStep(parts);
  }

  /** Never throws: what failed is in the report. */
  async look(signal?: AbortSignal): Promise<LookResult> {
    const before = this.#seen?.work ?? null;
    const unsent: Problem[] = [];
    let saved: Saved = { is: "saved" };
    try {
      const seen = await this.#see(this.#parts.largeBytes, signal);
      try {
        saved = await this.#save(seen, signal);
        if (saved.is === "refused") unsent.push({ is: "refused", words: `the checkpoint: ${saved.message}` });
      } catch (error) {
        unsent.push(this.#unanswered("the checkpoint", error));
      }
      unsent.push(...(await this.#sendBranch(saved, unsent.length === 0, signal)));
      if (unsent.length === 0 && seen.files.large.length > 0)
        unsent.push(...(await this.#sendLarge(seen, signal)));
    } catch (error) {
      unsent.push(this.#unanswered("what the last look would have found", error));
    }
    const now = this.#seen?.work ?? null;
    return {
      report: this.#report(saved, unsent),
      hasChanged: now !== null && (before === null || !isSameWork(before, now)),
      unsent: (unsent.find(({ is }) => is === "unanswered") ?? unsent[0])?.is ?? null,
    };
  }

  #unanswered(what: string, error: unknown): Problem {
    return { is: "unanswered", words: `${what}: ${wordsOf(error, this.#parts.state().worktree)}` };
  }

  async #see(leaveOutFrom: number | null, signal: AbortSignal | undefined): Promise<Seen> {
    const { vault, reader, files, maker, state } = this.#parts;
    const { worktree, branch, branchAt } = state();
    const checkpoint = await this.#step.last();
    const last = checkpoint?.note ?? null;
    this.#saved ??= await treeOf(vault.git, checkpoint?.commit ?? null);
    const root = OpenFolder.open(worktree);
    try {
      const { repository, problem } = repositoryIn(root);
      const found: CarriedFound =
        repository === null
          ? { carried: last ?? NOTHING, branchTip: null, problems: [] }
          : await findCarried({ git: vault.git, reader, repository, last, branch, branchAt, signal });
      const { head } = found.carried;
      const looked = await files.look({ root, repository, head, saved: this.#saved, leaveOutFrom, signal });
      const tree = await maker.treeOf(looked.entries);
      const carried = carriedOf({ ...found.carried, nested: [...looked.nested] });
      const stashes = carried.also.filter(({ kind }) => kind === "stash").length;
      this.#seen = { work: { tree, carried }, files: looked, found, repositoryProblem: problem, stashes };
      return this.#seen;
    } finally {
      root.close();
    }
  }

  async #save({ work, files }: Seen, signal: AbortSignal | undefined): Promise<Saved> {
    const saved = await this.#step.save(
      work,
      files.uncommitted.length === 0 && files.large.length === 0,
      signal,
    );
    if (saved.is === "refused") return saved;
    this.#saved = files.entries;
    await this.#tidy();
    return saved;
  }

  async #tidy(): Promise<void> {
    const checkpoint = await this.#step.last();
    if (checkpoint === null) return;
    try {
      if (await this.#parts.upkeep.tidy(checkpoint.commit)) this.#parts.files.forget();
    } catch (error) {
      // The work is saved all the same; the next look tries again, and one that finds no room says so.
      if (!(error instanceof GitError)) throw error;
    }
  }

  /**
   * All else is saved by now. A remote that refuses large files, or an upload that takes longer than a push may, would
   * otherwise keep the rest from being saved, too.
   */
  async #sendLarge(small: Seen, signal: AbortSignal | undefined): Promise<readonly Problem[]> {
    const told = (why: string): readonly Problem[] =>
      small.files.large.map((file) => ({
        is: "refused",
        words: `${file}: it is large, and left out: ${why}`,
      }));
    this.#looksLeavingOut = this.#refusal === null ? 0 : this.#looksLeavingOut + 1;
    if (this.#refusal !== null && this.#looksLeavingOut % WHOLE_EVERY !== 0) return told(this.#refusal);
    try {
      const saved = await this.#save(await this.#see(null, signal), signal);
      this.#refusal = saved.is === "refused" ? saved.message : null;
    } catch (error) {
      this.#seen = small;
      if (!(error instanceof GitError) || error.reason !== "TimedOut")
        return [this.#unanswered("large files", error)];
      this.#refusal = error.message;
    }
    if (this.#refusal === null) return [];
    this.#seen = small;
    return told(this.#refusal);
  }

  /** @returns what the remote has not taken, in words. */
  async #sendBranch(saved: Saved, isSaved: boolean, signal?: AbortSignal): Promise<readonly Problem[]> {
    const { vault, remote, state, change } = this.#parts;
    const tip = this.#seen?.found.branchTip ?? null;
    // A later attempt works on the branch now, from what this one has saved.
    if (tip === null || saved.is === "superseded") return [];
    const what = `branch ${state().branch}`;
    try {
      const sent = await pushBranch({
        git: vault.git,
        remote,
        tip,
        mayRewrite: isSaved,
        state,
        change,
        signal,
      });
      return sent.outcome === "refused" ? [{ is: "refused", words: `${what}: ${sent.message}` }] : [];
    } catch (error) {
      return [this.#unanswered(what, error)];
    }
  }

  #report(saved: Saved, unsent: readonly Problem[]): LookResult["report"] {
    const { state, now } = this.#parts;
    const { polecat, attempt, branch, branchAt } = state();
    const seen = this.#seen;
    const { head, headBranch, operation } = seen?.work.carried ?? NOTHING;
    const repositoryProblems = seen?.repositoryProblem == null ? [] : [`commits: ${seen.repositoryProblem}`];
    const onlyLocal = [
      ...unsent.map(({ words }) => words),
      ...repositoryProblems,
      ...(seen?.found.problems ?? []),
      ...(seen?.files.problems ?? []),
    ];
    return {
      version: 1,
      kind: "warden",
      polecat,
      attempt,
      at: wholeSeconds(now()),
      branch,
      head,
      headBranch,
      pushed: seen?.found.branchTip != null && seen.found.branchTip === branchAt,
      operation,
      uncommitted: [...(seen?.files.uncommitted ?? [])],
      uncommittedCount: seen?.files.uncommitted.length ?? 0,
      stashes: seen?.stashes ?? 0,
      checkpoint: this.#step.place,
      onlyLocal,
      onlyLocalCount: onlyLocal.length,
      problem: problemOf(saved, unsent),
    };
  }
}

function problemOf(saved: Saved, unsent: readonly Problem[]): string | null {
  if (saved.is === "superseded")
    return `attempt ${saved.by} of this polecat has taken over; what this one saves is kept under ${saved.ref}`;
  return unsent.length === 0 ? null : unsent.map(({ words }) => words).join("; ");
}

function repositoryIn(root: OpenFolder): {
  readonly repository: AgentRepository | null;
  readonly problem: string | null;
} {
  try {
    return { repository: readRepository(root), problem: null };
  } catch (error) {
    if (error instanceof UnreadableRepository) return { repository: null, problem: error.message };
    if (errnoOf(error) !== null) return { repository: null, problem: troubleWith(".git", error) };
    throw error;
  }
}

function wordsOf(error: unknown, worktree: string): string {
  if (error instanceof GitError) return error.message;
  if (errnoOf(error) !== null) return troubleWith(worktree, error);
  return errorMessage(error);
}
