import { describe, expect, it } from "vitest";
import { isCounted, type Pod, type PodCause } from "../../src/pods/index.ts";
import { container, DELETED, ended, podWith, running } from "./given.ts";
import { ALL_READY, cloned, disrupted, over, SCHEDULED, seen, wardenUp, working } from "./statuses.ts";

const LOW =
  "The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 898240Ki. Container agent was using 4Ki, request is 0, has larger consumption of ephemeral-storage. ";
const CLEANLY = ended(0, "Completed");
const KILLED = ended(137, "Error");

const TAKEN_AWAY: readonly (readonly [string, PodCause, Pod])[] = [
  [
    "kubectl drain evicts",
    "Evicted",
    over(KILLED, { conditions: [disrupted("EvictionByEvictionAPI", "Eviction API: evicting")] }, DELETED),
  ],
  [
    "is drained, and whose agent ends with 0 for that",
    "Evicted",
    over(
      CLEANLY,
      { phase: "Succeeded", conditions: [disrupted("EvictionByEvictionAPI", "Eviction API: evicting")] },
      DELETED,
    ),
  ],
  [
    // kubernetes/kops#18040: no memory was short.
    "is drained, and whose runtime calls that OOMKilled",
    "Evicted",
    over(
      ended(143, "OOMKilled"),
      { conditions: [disrupted("EvictionByEvictionAPI", "Eviction API: evicting")] },
      DELETED,
    ),
  ],
  [
    "its kubelet evicts",
    "EvictedByNode",
    over(KILLED, {
      reason: "Evicted",
      message: LOW,
      conditions: [disrupted("TerminationByKubelet", LOW)],
    }),
  ],
  [
    // kubernetes/kubernetes#105467: `status.reason` is gone.
    "its kubelet evicts without saying so in its reason",
    "EvictedByNode",
    over(CLEANLY, { phase: "Succeeded", conditions: [disrupted("TerminationByKubelet", LOW)] }),
  ],
  [
    // kubernetes/kubernetes#122932.
    "is evicted, and whose containers nobody finds any more",
    "EvictedByNode",
    over(
      ended(137, "ContainerStatusUnknown", "The container could not be located when the pod was terminated"),
      {
        reason: "Evicted",
        message: "The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 0. ",
      },
    ),
  ],
  [
    "the scheduler preempts",
    "Preempted",
    over(
      KILLED,
      {
        conditions: [
          disrupted(
            "PreemptionByScheduler",
            "default-scheduler: preempting to accommodate a higher priority pod",
          ),
        ],
      },
      DELETED,
    ),
  ],
  [
    "its kubelet preempts",
    "Preempted",
    over(KILLED, {
      reason: "Preempting",
      message: "Preempted in order to admit critical pod",
      conditions: [disrupted("TerminationByKubelet", "Preempted in order to admit critical pod")],
    }),
  ],
  [
    "goes with its node's shutdown",
    "NodeShutdown",
    over(KILLED, {
      reason: "Terminated",
      message: "Pod was terminated in response to imminent node shutdown.",
      conditions: [
        disrupted("TerminationByKubelet", "Pod was terminated in response to imminent node shutdown."),
      ],
    }),
  ],
  [
    "came to a node that shuts down",
    "NodeShutdown",
    podWith({
      phase: "Failed",
      reason: "NodeShutdown",
      message: "Pod was rejected as the node is shutting down.",
    }),
  ],
  [
    "came to a node that had no room left",
    "NodeRefused",
    podWith({
      phase: "Failed",
      reason: "OutOfcpu",
      message:
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 500, used: 3900, capacity: 4000",
    }),
  ],
  [
    "a taint of its node drives away",
    "NodeTainted",
    over(
      KILLED,
      {
        conditions: [disrupted("DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint")],
      },
      DELETED,
    ),
  ],
  [
    "was on a node that is not there any more",
    "NodeGone",
    podWith({
      phase: "Failed",
      conditions: [disrupted("DeletionByPodGC", "PodGC: node no longer exists"), SCHEDULED],
      initContainerStatuses: [cloned, wardenUp],
      containerStatuses: [container("agent", running, { ready: true })],
    }),
  ],
  ["somebody deletes", "PodDeleted", over(ended(143, "Error"), {}, DELETED)],
  [
    "has lost its agent",
    "ContainerLost",
    over(
      ended(137, "ContainerStatusUnknown", "The container could not be located when the pod was terminated"),
    ),
  ],
];

describe("a pod that was taken away", () => {
  it.for(TAKEN_AWAY)("because it %s says %s, and uses up no attempt", ([, cause, pod]) => {
    const { stage, finding, isOver } = seen(pod);
    expect({ stage, isOver, cause: finding.cause }).toEqual({ stage: "disrupted", isOver: true, cause });
    expect(isCounted(finding.cause)).toBe(false);
  });

  it("is ending, not over, while its kubelet still ends it", () => {
    const conditions = [...ALL_READY, disrupted("EvictionByEvictionAPI", "Eviction API: evicting")];
    const agent = container("agent", running, { ready: true, started: true });
    const status = {
      phase: "Running",
      conditions,
      initContainerStatuses: [cloned, wardenUp],
      containerStatuses: [agent],
    };
    expect(seen(podWith(status, { metadata: DELETED }))).toMatchObject({
      stage: "ending",
      isOver: false,
      endsBy: Date.parse("2026-05-01T12:02:00Z"),
      finding: { cause: "Evicted" },
    });
  });

  it("is over once the API has it no more, whatever its last word was", () => {
    expect(seen(working(), true)).toMatchObject({
      isOver: true,
      report: null,
      finding: { cause: "ContainerLost" },
    });
  });
});
