/** Why a pod has ended, in the order in which its signs are to be believed. */
import { reportIn, type CloneFailure } from "../pod-reports/index.ts";
import type { Finding, PodCause } from "./causes.ts";
import { AGENT, CLONE } from "./containers.ts";
import { disruptionOf } from "./disruption.ts";
import { containerOf, type Pod, type Terminated } from "./pod-status.ts";

/** SIGKILL; the kernel's OOM killer sends nothing else. */
const KILLED = 137;

const OF_CLONE: Readonly<Record<CloneFailure, PodCause>> = {
  RemoteUnreachable: "RemoteUnreachable",
  RemoteMissing: "RemoteMissing",
  AccessDenied: "AccessDenied",
  HostKeyUnknown: "HostKeyUnknown",
  BranchMissing: "BranchMissing",
  WorktreeOccupied: "WorktreeOccupied",
  DiskFull: "DiskFull",
  Failed: "CloneFailed",
};

/** @param pod in a phase of which nothing follows any more, or gone with this as its last word. */
export function endOf(pod: Pod): Finding {
  const disruption = disruptionOf(pod);
  if (disruption !== null) return disruption;
  const { status, metadata } = pod;
  if (status.reason === "DeadlineExceeded") return { cause: "DeadlineExceeded", said: status.message };
  const clone = containerOf(pod, CLONE)?.state.terminated;
  if (clone !== undefined && isFailed(clone)) return ofClone(clone);
  const agent = containerOf(pod, AGENT)?.state.terminated;
  if (agent !== undefined && isOutOfMemory(agent)) return ofAgent(agent);
  if (metadata.deletionTimestamp !== undefined) {
    return { cause: "PodDeleted", said: "somebody has deleted the pod" };
  }
  if (agent === undefined) return { cause: "ContainerLost", said: "nobody knows how its agent ended" };
  return ofAgent(agent);
}

/** Of a container without a limit of memory the kubelet may say OOMKilled of any end. */
function isOutOfMemory({ reason, exitCode }: Terminated): boolean {
  return reason === "OOMKilled" && (exitCode === KILLED || exitCode === 0);
}

function isFailed({ exitCode, reason }: Terminated): boolean {
  return exitCode !== 0 || reason === "OOMKilled";
}

function ofClone(ended: Terminated): Finding {
  const report = reportIn(ended.message);
  if (report?.kind === "clone" && report.outcome === "failed") {
    return { cause: OF_CLONE[report.reason], said: report.message };
  }
  return { cause: "CloneFailed", said: `clone ended with ${ended.exitCode} (${ended.reason})` };
}

function ofAgent(ended: Terminated): Finding {
  const { exitCode, reason, message } = ended;
  if (isOutOfMemory(ended)) {
    return { cause: "OutOfMemory", said: "the agent had no memory left, and was killed" };
  }
  if (reason === "ContainerStatusUnknown") return { cause: "ContainerLost", said: message };
  if (reason === "StartError" || reason === "ContainerCannotRun") {
    return { cause: "AgentNotStartable", said: message };
  }
  if (exitCode === 0) return { cause: "AgentDone", said: "the agent ended with 0" };
  return { cause: "AgentFailed", said: `the agent ended with ${exitCode}` };
}
