import { describe, expect, test } from "vitest";
import { callsByCommand, quantile, slingGaps, type StubCall } from "../../bench/peer/stub/calls.ts";

function call(command: string, beginMs: number, endMs: number, more: Partial<StubCall> = {}): StubCall {
  return { program: "gt", command, rig: "alpha", argv: [], beginMs, endMs, exitCode: 0, ...more };
}

describe("the stub's log", () => {
  test("tells how long each rig waited for its next sling, and nothing of one that waited for the lock", () => {
    const calls = [
      call("sling", 0, 100),
      call("show", 110, 120),
      call("sling", 130, 230),
      call("sling", 50, 150, { rig: "beta" }),
      call("sling", 140, 250, { rig: "beta" }),
    ];
    expect([...slingGaps(calls)].sort()).toEqual([0, 30]);
  });

  test("counts calls by command, and those that failed by themselves", () => {
    const calls = [
      call("show", 0, 1),
      call("close", 0, 1, { program: "bd" }),
      call("show", 0, 1, { exitCode: 1 }),
    ];
    expect(callsByCommand(calls)).toEqual({ show: 1, "bd close": 1, "show (exit 1)": 1 });
  });

  test("has quantiles that are values of its own", () => {
    expect([quantile([5, 1, 3], 0.5), quantile([4, 1, 3, 2], 0.95), quantile([], 0.5)]).toEqual([3, 4, null]);
  });
});
