/**
 * Disruptions: a pod that was taken away. Kubernetes' condition `DisruptionTarget` is asked first: the kubelet may leave
 * out `status.reason` of a pod that it evicts, call what it ended OOMKilled, and give it any phase.
 */
import type { Finding, PodCause } from "./causes.ts";
import { conditionOf, type Pod } from "./pod-status.ts";

/** The reasons of DisruptionTarget. */
const BY: Readonly<Record<string, PodCause>> = {
  EvictionByEvictionAPI: "Evicted",
  PreemptionByScheduler: "Preempted",
  DeletionByTaintManager: "NodeTainted",
  DeletionByDeviceTaintManager: "NodeTainted",
  DeletionByPodGC: "NodeGone",
};

/** `status.reason` of a pod that its kubelet ended, or never let in. */
const KUBELET: Readonly<Record<string, PodCause>> = {
  Evicted: "EvictedByNode",
  Preempting: "Preempted",
  Terminated: "NodeShutdown",
  NodeShutdown: "NodeShutdown",
  NodeLost: "NodeUnreachable",
  NodeAffinity: "NodeRefused",
  NodeName: "NodeRefused",
  NodePorts: "NodeRefused",
  TopologyAffinityError: "NodeRefused",
  UnexpectedAdmissionError: "NodeRefused",
};

/** By its own limits: the kubelet evicts it, and no other pod would fare better. */
const OWN_LIMIT = /exceeds the (?:total )?limit|exceeded its local ephemeral storage limit/;

/** Null for a pod that nobody took away. */
export function disruptionOf(pod: Pod): Finding | null {
  const { status } = pod;
  const target = conditionOf(pod, "DisruptionTarget");
  if (target !== undefined) {
    const said = target.message.trim();
    return { cause: BY[target.reason] ?? byKubelet(status.reason, said), said };
  }
  const said = status.message.trim();
  if (status.reason === "Evicted" && OWN_LIMIT.test(said)) return { cause: "StorageExceeded", said };
  const cause = status.reason.startsWith("OutOf") ? "NodeRefused" : KUBELET[status.reason];
  return cause === undefined ? null : { cause, said };
}

/** TerminationByKubelet: which of its ways, by the pod's own reason, or by what it says. */
function byKubelet(reason: string, said: string): PodCause {
  const known = KUBELET[reason];
  if (known !== undefined) return known;
  if (said.includes("node shutdown")) return "NodeShutdown";
  return said.includes("critical pod") ? "Preempted" : "EvictedByNode";
}
