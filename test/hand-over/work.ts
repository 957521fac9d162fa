/** A pod's work as its warden reports it. */
import { podAssignee, type PodWork } from "../../src/hand-over/index.ts";
import type { WardenReport } from "../../src/pod-reports/index.ts";

export const HEAD = "0123456789abcdef0123456789abcdef01234567";
export const ASSIGNEE = podAssignee("alpha", "team", "nux");

/** Of an agent that has committed and ended; the warden has pushed all. */
export function report(changed: Partial<WardenReport> = {}): WardenReport {
  return {
    version: 1,
    kind: "warden",
    polecat: "nux",
    attempt: 1,
    at: "2026-05-01T12:00:00Z",
    branch: "feature/al-1",
    head: HEAD,
    headBranch: "feature/al-1",
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
    ...changed,
  };
}

export function work(changed: Partial<WardenReport> = {}): PodWork {
  return { rig: "alpha", bead: "al-1", assignee: ASSIGNEE, target: "main", report: report(changed) };
}
