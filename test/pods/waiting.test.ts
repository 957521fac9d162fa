import { describe, expect, it } from "vitest";
import { isCounted, type Pod, type PodCause } from "../../src/pods/index.ts";
import { condition, container, initializing, podWith, running } from "./given.ts";
import { NO_SANDBOX, SANDBOX, SCHEDULED, seen, waiting } from "./statuses.ts";

const BEFORE_THE_AGENT: readonly (readonly [string, PodCause, string, Pod])[] = [
  ["was just made", "PodCreated", "no node", podWith({ phase: "Pending" }, { node: null })],
  [
    "fits on no node",
    "Unschedulable",
    "Insufficient memory",
    podWith(
      {
        phase: "Pending",
        conditions: [
          condition(
            "PodScheduled",
            "False",
            "Unschedulable",
            "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
      },
      { node: null },
    ),
  ],
  [
    "waits in a queue",
    "SchedulingGated",
    "scheduling gates",
    podWith(
      {
        phase: "Pending",
        conditions: [
          condition(
            "PodScheduled",
            "False",
            "SchedulingGated",
            "Scheduling is blocked due to non-empty scheduling gates",
          ),
        ],
      },
      { node: null },
    ),
  ],
  [
    // The kubelet says nothing more of it in a status, and calls it PodInitializing: agentconnect-md/agentconnect#891.
    "mounts a Secret that is missing",
    "VolumesNotMounted",
    "Secret git",
    podWith({
      phase: "Pending",
      conditions: [NO_SANDBOX, condition("Initialized", "False", "ContainersNotInitialized"), SCHEDULED],
      initContainerStatuses: [container("clone", initializing), container("warden", initializing)],
      containerStatuses: [container("agent", initializing)],
    }),
  ],
  [
    "clones",
    "Cloning",
    "worktree",
    podWith({
      phase: "Pending",
      conditions: [SANDBOX, SCHEDULED],
      initContainerStatuses: [container("clone", running), container("warden", initializing)],
      containerStatuses: [container("agent", initializing)],
    }),
  ],
  [
    "has an image that nobody may pull",
    "ImagePullFailed",
    "pull access denied",
    waiting(
      "agent",
      "ErrImagePull",
      'failed to pull and unpack image "docker.io/example/none:1": failed to resolve reference "docker.io/example/none:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ),
  ],
  [
    "backs off from pulling",
    "ImagePullFailed",
    "Back-off",
    waiting("clone", "ImagePullBackOff", 'Back-off pulling image "example/none:1"'),
  ],
  [
    "has a name for an image that is none",
    "ImageNameInvalid",
    "invalid reference format",
    waiting(
      "agent",
      "InvalidImageName",
      'Failed to apply default image tag "A:::": couldn\'t parse image name "A:::": invalid reference format',
    ),
  ],
  [
    "takes a variable from a Secret that is missing",
    "SecretMissing",
    "anthropic",
    waiting("agent", "CreateContainerConfigError", 'secret "anthropic" not found'),
  ],
  [
    "takes a variable from a key that its Secret lacks",
    "SecretMissing",
    "token",
    waiting("agent", "CreateContainerConfigError", "couldn't find key token in Secret town/anthropic"),
  ],
  [
    "takes a variable from a ConfigMap that is missing",
    "ConfigMapMissing",
    "settings",
    waiting("agent", "CreateContainerConfigError", 'configmap "settings" not found'),
  ],
  [
    "has another fault in its configuration",
    "ContainerConfigInvalid",
    "runAsNonRoot",
    waiting(
      "agent",
      "CreateContainerConfigError",
      'container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root (pod: "nux_town(uid)", container: agent)',
    ),
  ],
  [
    "has a container that the runtime cannot make",
    "ContainerNotCreated",
    "no command",
    waiting(
      "agent",
      "CreateContainerError",
      'failed to generate container "0f" spec: failed to generate spec: no command specified',
    ),
  ],
  [
    "has a warden that cannot begin",
    "WardenCrashing",
    "back-off",
    waiting(
      "warden",
      "CrashLoopBackOff",
      "back-off 10s restarting failed container=warden pod=nux_town(6f1c2b7e)",
    ),
  ],
];

describe("a pod whose agent does not run yet", () => {
  it.for(BEFORE_THE_AGENT)("that %s says %s", ([, cause, word, pod]) => {
    const { stage, finding, isOver } = seen(pod);
    expect({ stage, isOver, cause: finding.cause }).toEqual({ stage: "starting", isOver: false, cause });
    expect(finding.said).toContain(word);
    expect(isCounted(finding.cause)).toBe(false);
  });
});
