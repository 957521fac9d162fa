import { describe, expect, it } from "vitest";
import { messageOf } from "../../src/pod-reports/index.ts";
import { findingText, isCounted, sightingOf, type Pod, type PodCause } from "../../src/pods/index.ts";
import { container, ended, initializing, podWith, UID } from "./given.ts";
import { cloned, NOT_READY, over, SCHEDULED, seen } from "./statuses.ts";

const CLEANLY = ended(0, "Completed");
const KILLED = ended(137, "Error");

const OVER: readonly (readonly [string, PodCause, Pod])[] = [
  ["has used up its memory", "OutOfMemory", over(ended(137, "OOMKilled"))],
  [
    // kubernetes/kubernetes#104454: another process than the first one was killed.
    "has used up its memory and ended with 0",
    "OutOfMemory",
    over(ended(0, "OOMKilled"), { phase: "Succeeded" }),
  ],
  [
    "has written more than it may",
    "StorageExceeded",
    over(KILLED, {
      reason: "Evicted",
      message: "Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ",
    }),
  ],
  [
    "has filled a volume beyond its limit",
    "StorageExceeded",
    over(KILLED, {
      reason: "Evicted",
      message: 'Usage of EmptyDir volume "agent-tmp" exceeds the limit "1Gi". ',
    }),
  ],
  [
    "has reached its deadline",
    "DeadlineExceeded",
    over(KILLED, {
      reason: "DeadlineExceeded",
      message: "Pod was active on the node longer than the specified deadline",
    }),
  ],
  [
    "has no such program",
    "AgentNotStartable",
    over(
      ended(
        128,
        "StartError",
        'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "claude": executable file not found in $PATH: unknown',
      ),
    ),
  ],
  ["has failed", "AgentFailed", over(ended(3, "Error"))],
];

describe("an attempt that has failed by itself", () => {
  it.for(OVER)("because it %s says %s, and counts", ([, cause, pod]) => {
    const { stage, finding, isOver } = seen(pod);
    expect({ stage, isOver, cause: finding.cause }).toEqual({ stage: "failed", isOver: true, cause });
    expect(isCounted(finding.cause)).toBe(true);
  });
});

const common = {
  version: 1,
  polecat: "nux",
  attempt: 2,
  at: "2026-05-01T12:30:00.000Z",
  branch: "feature/al-1r3",
} as const;

describe("what its containers say at their end", () => {
  it("comes from the warden's termination message", () => {
    const report = messageOf({
      ...common,
      kind: "warden",
      head: "a".repeat(40),
      headBranch: "feature/al-1r3",
      pushed: true,
      operation: null,
      uncommitted: [],
      uncommittedCount: 0,
      stashes: 0,
      checkpoint: null,
      onlyLocal: [],
      onlyLocalCount: 0,
      problem: null,
      agent: { exitCode: 0, usage: null },
    });
    const pod = over(CLEANLY, {
      phase: "Succeeded",
      initContainerStatuses: [cloned, container("warden", ended(0, "Completed", report))],
    });
    expect(seen(pod)).toMatchObject({
      stage: "done",
      isOver: true,
      polecatUid: UID,
      attempt: 2,
      agentExit: 0,
      report: { pushed: true, onlyLocalCount: 0 },
    });
  });

  it("is nothing where there is none, and nothing is made up for it", () => {
    expect(seen(over(CLEANLY, { phase: "Succeeded" })).report).toBeNull();
  });

  it.for(["AccessDenied", "HostKeyUnknown", "RemoteUnreachable"] as const)(
    "names why there is no worktree: %s, which uses up no attempt",
    (reason) => {
      const message = messageOf({
        ...common,
        kind: "clone",
        outcome: "failed",
        reason,
        message: "git said no",
      });
      const pod = podWith({
        phase: "Failed",
        conditions: [SCHEDULED, NOT_READY],
        initContainerStatuses: [
          container("clone", ended(1, "Error", message)),
          container("warden", initializing),
        ],
        containerStatuses: [container("agent", initializing)],
      });
      const { finding, isOver } = seen(pod);
      expect({ isOver, finding }).toEqual({ isOver: true, finding: { cause: reason, said: "git said no" } });
      expect(isCounted(reason)).toBe(false);
      expect(findingText(finding, "nux-1")).toMatch(/^git said no: \S+/);
    },
  );
});

describe("a pod that is nobody's", () => {
  it("is not looked at", () => {
    expect(sightingOf(podWith({ phase: "Running" }, { metadata: { labels: {} } }))).toBeNull();
  });
});
