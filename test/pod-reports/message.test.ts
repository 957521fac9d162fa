import { expect, it } from "vitest";
import { messageOf, reportIn, type CloneReport, type WardenReport } from "../../src/pod-reports/index.ts";

const WARDEN: WardenReport = {
  version: 1,
  kind: "warden",
  polecat: "nux",
  attempt: 2,
  at: "2026-05-01T12:00:00Z",
  branch: "polecat/nux",
  head: "1".repeat(40),
  headBranch: "polecat/nux",
  pushed: true,
  operation: null,
  uncommitted: ["src/a.ts"],
  uncommittedCount: 1,
  stashes: 0,
  checkpoint: { ref: "refs/checkpoints/polecat/nux", commit: "2".repeat(40), at: "2026-05-01T12:00:00Z" },
  onlyLocal: [],
  onlyLocalCount: 0,
  problem: null,
  agent: { exitCode: 0, usage: { inputTokens: 12, outputTokens: 3, costUsd: 0.25 } },
};

const FAILED: CloneReport = {
  version: 1,
  kind: "clone",
  polecat: "nux",
  attempt: 1,
  at: "2026-05-01T12:00:00Z",
  branch: "polecat/nux",
  outcome: "failed",
  reason: "RemoteUnreachable",
  message: "git.example: Connection refused",
};

it.each([WARDEN, FAILED])("A report comes back from its message as it was", (report) => {
  expect(reportIn(messageOf(report))).toEqual(report);
});

it("A report of thousands of files, with names of every kind, fits into a termination message and keeps its counts", () => {
  const names = Array.from(
    { length: 5_000 },
    (_, at) => `${'\u0007\n\u{1f980}\u202e\\"'.repeat(at % 90)}/${at}`,
  );
  const report = {
    ...WARDEN,
    uncommitted: names,
    uncommittedCount: names.length,
    onlyLocal: names,
    onlyLocalCount: names.length,
    problem: "\u0001".repeat(9_000),
    branch: "b".repeat(255),
    headBranch: "\u00e4".repeat(255),
    polecat: "p".repeat(253),
  };
  const message = messageOf(report);
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_096);
  const read = reportIn(message);
  expect(read).toMatchObject({ uncommittedCount: 5_000, onlyLocalCount: 5_000, polecat: report.polecat });
  expect(read?.kind === "warden" && read.onlyLocal.length).toBeGreaterThan(0);
});

it("A message that was written over a longer one is read all the same", () => {
  const message = messageOf(FAILED);
  const longer = messageOf(WARDEN);
  expect(reportIn(message + longer.slice(message.length))).toEqual(FAILED);
});

it.each(["", "OOMKilled", "{}", '{"kind":"warden"}', "[", "null\n"])("%j is no report", (message) => {
  expect(reportIn(message)).toBeNull();
});
