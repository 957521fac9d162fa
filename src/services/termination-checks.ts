/** The reads of a termination proof, in the order that matters, and what each of them blocks on. */
import { isEnded, wholeAddress, type ProofCheck, type TerminationInput } from "../../machines/index.ts";
import type { Bead, GitState, GtReads, MergeRequest, Recovery, RecoveryFact } from "../gt/index.ts";
import { lossDigest } from "../preconditions/index.ts";
import { listed } from "./wording.ts";

export interface Finding {
  readonly check: ProofCheck;
  /** The condition reason when the check is not clean. */
  readonly reason: string;
  /** A digest of what it found: by it a consent names this loss and no other. */
  readonly loss: string;
}

/** `gt`: the reads of the place where each has its turn. */
export interface CheckPorts<Read extends keyof GtReads = never> {
  readonly gt: Pick<GtReads, Read>;
  readonly now: () => number;
}

type Subject = Pick<TerminationInput, "rig" | "polecat">;

/** @param found all of it, where the words of the detail are cut. */
function finding(
  ports: Pick<CheckPorts, "now">,
  name: string,
  reason: string,
  clean: boolean,
  detail: string,
  found: unknown = detail,
): Finding {
  return { check: { name, at: ports.now(), clean, detail }, reason, loss: lossDigest(name, found) };
}

export async function checkHealth(ports: CheckPorts<"health">): Promise<Finding> {
  const { running } = await ports.gt.health();
  return finding(ports, "health", "StateUnknown", running, running ? "Dolt runs" : "Dolt is not running");
}

/** @param queue of the rig: `gt mq list` fails loudly without Dolt, unlike gt's own safety commands. */
export function checkMergeQueue(
  ports: Pick<CheckPorts, "now">,
  { polecat }: Pick<Subject, "polecat">,
  branch: string,
  queue: readonly MergeRequest[],
): Finding {
  // One from an earlier branch of the same polecat may be open beside that of the present one.
  const open = queue.filter((entry) => entry.branch === branch || entry.worker === polecat);
  const ids = open.map(({ id }) => id).toSorted();
  const detail =
    ids.length === 0 ? "no open merge request" : listed(ids.map((id) => `merge request ${id} is open`));
  return finding(ports, "merge queue", "OpenMergeRequest", ids.length === 0, detail, ids);
}

export async function checkGitState(
  ports: CheckPorts<"gitState">,
  { rig, polecat }: Subject,
): Promise<Finding> {
  const state = await ports.gt.gitState(rig, polecat);
  const { reason, detail } = describeGitState(state);
  const { uncommittedFiles, unpushedCommits, stashCount } = state;
  const found = [uncommittedFiles.toSorted(), unpushedCommits, stashCount];
  return finding(ports, "git state", reason, reason === "Clean", detail, found);
}

/** All of it, for a person may consent to lose what is named here, and nothing else. The first one is the reason. */
function describeGitState(state: GitState): { reason: string; detail: string } {
  const { clean, uncommittedFiles, unpushedCommits, stashCount, remoteBranch } = state;
  const losses = [
    uncommittedFiles.length > 0
      ? { reason: "UncommittedWork", detail: `uncommitted files: ${listed(uncommittedFiles)}` }
      : null,
    unpushedCommits > 0 ? { reason: "UnpushedCommits", detail: `${unpushedCommits} unpushed commits` } : null,
    stashCount > 0 ? { reason: "StashedWork", detail: `${stashCount} stashes` } : null,
  ].filter((loss) => loss !== null);
  const [first] = losses;
  if (first !== undefined) {
    return { reason: first.reason, detail: losses.map(({ detail }) => detail).join("; ") };
  }
  return clean
    ? {
        reason: "Clean",
        detail: remoteBranch === null ? "clean" : `clean, all commits are on ${remoteBranch}`,
      }
    : { reason: "StateUnknown", detail: "neither clean nor dirty" };
}

export async function checkRecovery(
  ports: CheckPorts<"checkRecovery" | "showBeads">,
  { rig, polecat, automatic = false }: Subject & Partial<Pick<TerminationInput, "automatic">>,
  branch: string,
): Promise<Finding> {
  const recovery = await ports.gt.checkRecovery(rig, polecat);
  const found = (reason: string, detail: string): Finding =>
    finding(ports, "recovery", reason, reason === "Clean", detail);
  if (recovery.branch !== branch) {
    return found("StateUnknown", `the branch changed from ${branch} to ${recovery.branch ?? "none"}`);
  }
  const isUnmerged = automatic && recovery.fact === "preservedUnmerged" && !(await isMerged(ports, recovery));
  const { reason, detail } = isUnmerged ? NOT_MERGED : RECOVERY[recovery.fact](recovery.said);
  return found(reason, detail);
}

/** A merge that made new commits of those of the branch is known by its merge request alone. */
async function isMerged({ gt }: CheckPorts<"showBeads">, { activeMr }: Recovery): Promise<boolean> {
  if (activeMr === null) return false;
  const { found } = await gt.showBeads([activeMr]);
  return found.some(({ id, closeReason }) => id === activeMr && closeReason === "merged");
}

interface Outcome {
  readonly reason: string;
  readonly detail: string;
}

/** An end that nobody asked for by name is for work that is done. */
const NOT_MERGED: Outcome = {
  reason: "NotMerged",
  detail: "its commits are on their remote branch, and were not merged",
};

/**
 * The details of what may be forced are the same before and after the end of its session: a consent covers what they
 * name, and no more.
 */
const RECOVERY: Readonly<Record<RecoveryFact, (said: string) => Outcome>> = {
  nothingAtRisk: (said) => ({ reason: "Clean", detail: said }),
  preservedUnmerged: (said) => ({
    reason: "Clean",
    detail: `${said}: its commits are on their remote branch, and were not merged`,
  }),
  working: () => ({ reason: "StillWorking", detail: "its agent has not ended its work by gt done" }),
  requestOpen: (said) => ({ reason: "OpenMergeRequest", detail: `gt says ${said}` }),
  notSubmitted: (said) => ({
    reason: "NotSubmitted",
    detail: `gt says ${said}: its commits are on the remote, and no merge request was made for them`,
  }),
  workAtRisk: (said) => ({ reason: "NeedsRecovery", detail: `gt says ${said}` }),
  cleanupStatusMissing: () => ({
    reason: "CleanupStatusMissing",
    detail:
      "gt knows no cleanup_status of it, for its agent has not said gt done, and does not nuke it: say gt done in its session, or consent to force",
  }),
  queueUnknown: () => ({ reason: "StateUnknown", detail: "gt does not know the merge queue's state" }),
  notUnderstood: (said) => ({
    reason: "StateUnknown",
    detail: `gt gave the unknown ${said}: nothing is ended on words that this operator does not know`,
  }),
};

/** An end that nobody asked for by name does not take a polecat from its open bead. */
export function checkBead(
  ports: Pick<CheckPorts, "now">,
  { rig, polecat, bead }: Pick<TerminationInput, "rig" | "polecat" | "bead">,
  found: readonly Bead[],
): Finding {
  if (bead === null) return finding(ports, "bead", "Clean", true, "no bead in work");
  const read = found.find(({ id }) => id === bead);
  const isOurs = read?.assignee === null || read?.assignee === wholeAddress(rig, polecat);
  const clean = read !== undefined && (isEnded(read.status) || !isOurs);
  return finding(ports, "bead", "BeadOpen", clean, `bead ${bead} is ${read?.status ?? "unreadable"}`);
}
