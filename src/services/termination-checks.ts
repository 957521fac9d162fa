/** The reads of a termination proof, in the order that matters, and what each of them blocks on. */
import { wholeAddress, type ProofCheck, type TerminationInput } from "../../machines/index.ts";
import type { GitState, Recovery } from "../gt/index.ts";
import type { ServicePorts } from "./ports.ts";
import { listed } from "./wording.ts";

export interface Finding {
  readonly check: ProofCheck;
  /** The condition reason when the check is not clean. */
  readonly reason: string;
}

type Ports = Pick<ServicePorts, "gt" | "now">;
type Subject = Pick<TerminationInput, "rig" | "polecat">;

const finding = (ports: Ports, name: string, reason: string, clean: boolean, detail: string): Finding => ({
  check: { name, at: ports.now(), clean, detail },
  reason,
});

export async function checkHealth(ports: Ports): Promise<Finding> {
  const { running } = await ports.gt.health();
  return finding(ports, "health", "StateUnknown", running, running ? "Dolt runs" : "Dolt is not running");
}

/** `gt mq list` fails loudly without Dolt, unlike gt's own safety commands. */
export async function checkMergeQueue(
  ports: Ports,
  { rig, polecat }: Subject,
  branch: string,
): Promise<Finding> {
  const queue = await ports.gt.mergeQueue(rig);
  const request = queue.find((entry) => entry.branch === branch || entry.worker === polecat);
  const detail = request === undefined ? "no open merge request" : `merge request ${request.id} is open`;
  return finding(ports, "merge queue", "OpenMergeRequest", request === undefined, detail);
}

export async function checkGitState(ports: Ports, { rig, polecat }: Subject): Promise<Finding> {
  const state = await ports.gt.gitState(rig, polecat);
  const { reason, detail } = describeGitState(state);
  return finding(ports, "git state", reason, detail === "clean", detail);
}

/** All of it, for a person may consent to lose what is named here, and nothing else. The first one is the reason. */
function describeGitState(state: GitState): { reason: string; detail: string } {
  const { clean, uncommittedFiles, unpushedCommits, stashCount } = state;
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
    ? { reason: "Clean", detail: "clean" }
    : { reason: "StateUnknown", detail: "neither clean nor dirty" };
}

/**
 * With Dolt stopped gt answers SAFE_TO_NUKE with `mq_status: unknown`; a polecat without commits answers
 * NEEDS_MQ_SUBMIT, which alone does not block.
 */
export async function checkRecovery(
  ports: Ports,
  { rig, polecat }: Subject,
  branch: string,
): Promise<Finding> {
  const recovery = await ports.gt.checkRecovery(rig, polecat);
  const problem = recoveryProblem(recovery, branch);
  return finding(
    ports,
    "recovery",
    problem?.reason ?? "Clean",
    problem === null,
    problem?.detail ?? recovery.verdict,
  );
}

function recoveryProblem(recovery: Recovery, branch: string): { reason: string; detail: string } | null {
  const { verdict, mqStatus, cleanupStatus } = recovery;
  if (recovery.branch !== branch) {
    return {
      reason: "StateUnknown",
      detail: `the branch changed from ${branch} to ${recovery.branch ?? "none"}`,
    };
  }
  if (mqStatus === "unknown")
    return { reason: "StateUnknown", detail: "gt does not know the merge queue's state" };
  if (verdict === "NEEDS_RECOVERY")
    return { reason: "NeedsRecovery", detail: `gt says ${verdict}, ${cleanupStatus}` };
  if (verdict === "SAFE_TO_NUKE" || verdict === "NEEDS_MQ_SUBMIT") return null;
  return { reason: "StateUnknown", detail: `gt gave the unknown verdict ${verdict}` };
}

/** An end that nobody asked for by name does not take a polecat from its open bead. */
export async function checkBead(ports: Ports, { rig, polecat, bead }: TerminationInput): Promise<Finding> {
  if (bead === null) return finding(ports, "bead", "Clean", true, "no bead in work");
  const { found } = await ports.gt.showBeads([bead]);
  const read = found.find(({ id }) => id === bead);
  const isOurs = read?.assignee === null || read?.assignee === wholeAddress(rig, polecat);
  const clean = read !== undefined && (read.status === "closed" || !isOurs);
  return finding(ports, "bead", "BeadOpen", clean, `bead ${bead} is ${read?.status ?? "unreadable"}`);
}
