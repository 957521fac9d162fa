/**
 * Pods in the states through which they go, with statuses as Kubernetes' components write them: the words are from the
 * sources of the kubelet (status and eviction managers, image manager, `kubelet_pods.go`), the scheduler, the taint
 * eviction and pod GC controllers, and from issues in which people show theirs, which the tests name.
 */
import { sightingOf, type Pod, type PodSighting } from "../../src/pods/index.ts";
import { condition, container, ended, initializing, podWith, running } from "./given.ts";

export const SCHEDULED = condition("PodScheduled", "True");
export const SANDBOX = condition("PodReadyToStartContainers", "True");
export const NO_SANDBOX = condition("PodReadyToStartContainers", "False");
export const NOT_READY = condition(
  "Ready",
  "False",
  "ContainersNotReady",
  "containers with unready status: [agent]",
);
export const ALL_READY = [
  SANDBOX,
  SCHEDULED,
  condition("Ready", "True"),
  condition("ContainersReady", "True"),
];

export const cloned = container("clone", ended(0, "Completed"), { ready: true });
export const wardenUp = container("warden", running, { ready: true, started: true });
export const wardenDone = container("warden", ended(0, "Completed"));

export function seen(pod: Pod, isGone = false): PodSighting {
  const sighting = sightingOf(pod, isGone);
  if (sighting === null) throw new Error("it is nobody's pod");
  return sighting;
}

export function waiting(name: "clone" | "warden" | "agent", reason: string, message: string): Pod {
  const at = (one: string): object => (one === name ? { waiting: { reason, message } } : initializing);
  return podWith({
    phase: "Pending",
    conditions: [SANDBOX, SCHEDULED, NOT_READY],
    initContainerStatuses: [
      name === "clone" ? container("clone", at("clone")) : cloned,
      name === "agent" ? wardenUp : container("warden", at("warden")),
    ],
    containerStatuses: [container("agent", at("agent"))],
  });
}

/** The agent is over, and the kubelet has ended the warden after it. */
export function over(agent: object, more: object = {}, metadata = {}): Pod {
  return podWith(
    {
      phase: "Failed",
      conditions: [condition("PodReadyToStartContainers", "False"), SCHEDULED, NOT_READY],
      initContainerStatuses: [cloned, wardenDone],
      containerStatuses: [container("agent", agent)],
      ...more,
    },
    { metadata },
  );
}

export function working(
  parts: { agent?: object; warden?: object; conditions?: readonly object[] } = {},
): Pod {
  return podWith({
    phase: "Running",
    conditions: parts.conditions ?? ALL_READY,
    initContainerStatuses: [cloned, parts.warden ?? wardenUp],
    containerStatuses: [parts.agent ?? container("agent", running, { ready: true, started: true })],
  });
}

export function disrupted(reason: string, message: string): object {
  return condition("DisruptionTarget", "True", reason, message);
}
