/**
 * `clone`: makes the worktree of a polecat before its agent begins, from the newest checkpoint where there is one. A start
 * that was cut off is begun anew; one that had ended is repeated without touching anything.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { CloneReport } from "../pod-reports/index.ts";
import { delay, wholeSeconds } from "@gastown/system";
import { prepareAgentFolder } from "./agent-folder.ts";
import { CloneError, cloneErrorOf } from "./clone-error.ts";
import { findStart, FOUND, type CloneStart } from "./clone-start.ts";
import { GitError } from "./git-error.ts";
import type { Git } from "./git.ts";
import { removeLocks } from "./left-locks.ts";
import type { Opened, PodPorts, PodSettings } from "./pod-settings.ts";
import { checkpointRef } from "./refs.ts";
import type { RemoteRefs } from "./remote.ts";
import { initVault, type ObjectFormat } from "./vault.ts";
import { keepPacks } from "./vault-upkeep.ts";
import { readState, writeState, type VaultState } from "./vault-state.ts";
import { fillWorktree } from "./worktree-fill.ts";

export interface CloneSettings extends PodSettings {
  readonly polecat: string;
  readonly branch: string;
  /** Undefined: the remote's HEAD. */
  readonly baseBranch: string | undefined;
  readonly attempt: number;
  readonly worktree: string;
  /** What the agent's container shares with the warden; undefined: nothing. */
  readonly agentFolder: string | undefined;
  /** How long a remote that does not answer is asked. */
  readonly retryForMs: number;
}

/** Never throws: what failed is the report. */
export async function cloneWorktree(
  settings: CloneSettings,
  ports: PodPorts,
  opened: Opened,
): Promise<CloneReport> {
  const { polecat, branch, attempt } = settings;
  const common: Common = {
    version: 1,
    kind: "clone",
    polecat,
    attempt,
    branch,
    at: wholeSeconds(ports.now()),
  };
  try {
    if (settings.agentFolder !== undefined) prepareAgentFolder(settings.agentFolder);
    const state = readState(opened.vault.stateFile);
    if (state?.stage === "done") return await again(state, { settings, ports, opened, common });
    return await begin(state, { settings, ports, opened, common });
  } catch (error) {
    const { reason, message } = cloneErrorOf(error, settings.worktree);
    return { ...common, outcome: "failed", reason, message };
  }
}

type Common = Pick<CloneReport, "version" | "kind" | "polecat" | "attempt" | "branch" | "at">;

interface Cloning {
  readonly settings: CloneSettings;
  readonly ports: PodPorts;
  readonly opened: Opened;
  readonly common: Common;
}

async function begin(earlier: VaultState | null, cloning: Cloning): Promise<CloneReport> {
  const { settings, opened, common } = cloning;
  const { vault } = opened;
  const { polecat, branch, attempt, worktree } = settings;
  if (earlier === null && namesIn(worktree).length > 0)
    throw new CloneError(
      "WorktreeOccupied",
      `${worktree} holds files that are not from here: nothing was changed`,
    );
  if (earlier !== null && earlier.worktree !== worktree)
    throw new CloneError("WorktreeOccupied", `the vault is of ${earlier.worktree}, not of ${worktree}`);
  const state: VaultState = {
    version: 1,
    ...{ worktree, polecat, branch, attempt },
    writer: randomBytes(6).toString("hex"),
    stage: "begun",
    report: null,
    ...{ checkpoint: null, sent: [], kept: null, branchAt: null },
  };
  const refs = await listed(cloning);
  writeState(vault.stateFile, state);
  // No agent has been there: all that it can hold is half of an earlier start.
  for (const name of namesIn(worktree)) rmSync(path.join(worktree, name), { recursive: true, force: true });
  const format: ObjectFormat = [...refs.refs.values()].some((id) => id.length === 64) ? "sha256" : "sha1";
  const start = await fetchStart(cloning, refs, format);
  const { git, address } = opened;
  await fillWorktree({ git, vault, worktree, format, start, polecat, branch, url: address.url });
  keepPacks(vault);
  const report = await reportOf(vault.git, common, start);
  const { checkpoint, branchAt } = start;
  writeState(vault.stateFile, {
    ...state,
    stage: "done",
    report,
    checkpoint: checkpoint?.commit ?? null,
    branchAt,
  });
  return report;
}

async function fetchStart(
  { settings, ports, opened }: Cloning,
  refs: RemoteRefs,
  format: ObjectFormat,
): Promise<CloneStart> {
  const { vault, remote } = opened;
  const { polecat, branch, baseBranch } = settings;
  await initVault(vault, format);
  const checkpoint = checkpointRef(polecat);
  const refspecs = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
  if (refs.refs.has(checkpoint)) refspecs.push(`+${checkpoint}:${FOUND}`);
  await untilAnswered(settings, ports, () => remote.fetch(refspecs));
  return findStart({ git: vault.git, refs, polecat, branch, baseBranch });
}

/** A container that was started once more, or another attempt on the same volume: what is there is the newest. */
async function again(state: VaultState, cloning: Cloning): Promise<CloneReport> {
  const { settings, opened, common } = cloning;
  const { polecat, branch, attempt, worktree } = settings;
  const isSame = state.polecat === polecat && state.branch === branch && state.worktree === worktree;
  if (!isSame || !existsSync(worktree)) {
    const whose = `polecat ${state.polecat}, branch ${state.branch}, at ${state.worktree}`;
    throw new CloneError("WorktreeOccupied", `the volume holds the work of ${whose}: nothing was changed`);
  }
  if (state.attempt === attempt && state.report !== null) return state.report;
  const found = (await listed(cloning)).refs.get(checkpointRef(polecat)) ?? null;
  if (found !== null && found !== state.checkpoint && !state.sent.includes(found))
    throw new CloneError(
      "WorktreeOccupied",
      `${worktree} is of attempt ${state.attempt}, and the checkpoint on the remote is of another one: nothing was changed`,
    );
  const locks = removeLocks(worktree);
  const notes = locks.length === 0 ? [] : [`locks of a git that was ended were removed: ${locks.join(", ")}`];
  const report: CloneReport = { ...common, outcome: "kept", notes };
  const writer = randomBytes(6).toString("hex");
  writeState(opened.vault.stateFile, { ...state, attempt, writer, kept: null, report });
  return report;
}

function listed({ settings, ports, opened }: Cloning): Promise<RemoteRefs> {
  const patterns = ["HEAD", "refs/heads/*", checkpointRef(settings.polecat)];
  return untilAnswered(settings, ports, () => opened.remote.list(patterns));
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

/** @throws what the call throws at last. */
async function untilAnswered<Value>(
  { retryForMs }: CloneSettings,
  { elapsed, setTimer, log }: PodPorts,
  call: () => Promise<Value>,
): Promise<Value> {
  const end = elapsed() + retryForMs;
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)) {
    try {
      return await call();
    } catch (error) {
      const isPassing = error instanceof GitError && ["RemoteUnreachable", "TimedOut"].includes(error.reason);
      if (!isPassing || elapsed() + retryMs > end) throw error;
      log("warn", `${error.message}; asking again in ${retryMs / 1_000} s`);
      await delay(setTimer, retryMs);
    }
  }
}

/** Without what a new file system has at its root. */
function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name !== "lost+found") : [];
}

async function reportOf(git: Git, common: Common, start: CloneStart): Promise<CloneReport> {
  const { checkpoint, head, headBranch, notes } = start;
  if (checkpoint === null) return { ...common, outcome: "fresh", head, headBranch, notes: [...notes] };
  const { note, commit } = checkpoint;
  const changes = await changesSince(git, head, commit);
  return {
    ...common,
    outcome: "restored",
    head,
    headBranch,
    checkpoint: { ref: checkpointRef(note.polecat), commit, at: note.at },
    fromAttempt: note.attempt,
    uncommitted: changes.length,
    deleted: changes.filter((change) => change === "D").length,
    stashes: note.also.filter(({ kind }) => kind === "stash").length,
    interrupted: note.operation,
    notes: [
      ...notes,
      ...note.nested.map((path) => `${path}: a repository of its own was there; its files are, too`),
    ],
  };
}

/** A letter for each file: A, M, D, T. */
async function changesSince(git: Git, head: string | null, commit: string): Promise<readonly string[]> {
  const from = head ?? (await git.run(["hash-object", "-w", "-t", "tree", "--stdin"])).toString().trim();
  const output = await git.run(["diff-tree", "-r", "-z", "--no-renames", "--name-status", from, commit]);
  return output
    .toString("latin1")
    .split("\0")
    .filter((_, at) => at % 2 === 0)
    .filter((letter) => letter !== "");
}
