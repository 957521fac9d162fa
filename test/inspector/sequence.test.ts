import { describe, expect, it } from "vitest";
import { filtered, topicsIn } from "../../inspector-ui/src/actor/line-filter.ts";
import type { Line } from "../../inspector-ui/src/actor/lines.ts";
import { collapsed } from "../../inspector-ui/src/actor/repeats.ts";

function lineOf(at: number, text: string, change: Partial<Line> = {}): Line {
  return { key: `${at} ${text}`, at, from: "gt", to: "actor", text, kind: "event", moment: null, ...change };
}

/** One try of an end that is refused again and again: other times, other reads, the same words. */
function tryAt(at: number): readonly Line[] {
  return [
    lineOf(at, "terminating.proving · for 40 ms", { from: "actor", kind: "state" }),
    lineOf(at + 40, `proveTermination done: blocked · ${at + 10} ms`),
    lineOf(at + 41, `timer set: after proofBackoff in ${at + 1} s`, { from: "actor" }),
  ];
}

describe("the lines of a sequence", () => {
  it("are reported once where they repeat, by the newest time, with how often and since when", () => {
    const lines = [lineOf(0, "spec changed · edit"), ...[100, 200, 300].flatMap(tryAt), lineOf(400, "idle")];
    const blocks = collapsed(lines);
    expect(blocks.map(({ count, lines: newest }) => [count, newest.length, newest[0]?.at])).toEqual([
      [1, 1, 0],
      [3, 3, 300],
      [1, 1, 400],
    ]);
    expect(blocks[1]?.earlier.map(({ at }) => at)).toEqual([100, 140, 141, 200, 240, 241]);
    expect(blocks.flatMap(({ earlier, lines: newest }) => [...earlier, ...newest])).toEqual(lines);
  });

  it("are no repeats where the reason is another one", () => {
    const status = (at: number, reason: string): Line =>
      lineOf(at, `status: Pending · Ready=False ${reason}`);
    expect(collapsed([status(1, "NoCapacity"), status(2, "RigDegraded")])).toHaveLength(2);
    expect(
      collapsed([lineOf(1, "town observed · sync 4"), lineOf(2, "town observed · sync 5")]),
    ).toHaveLength(1);
  });

  it("keep the place of a block that goes on", () => {
    const key = (times: readonly number[]): string | undefined => collapsed(times.flatMap(tryAt))[0]?.key;
    expect(key([100, 200, 300])).toBe(key([100, 200]));
  });

  it("are those of the topics that are chosen, in which all words of the text stand", () => {
    const lines = [
      lineOf(1, "spec changed · edit", { from: "kubernetes" }),
      lineOf(2, "gt sling al-1 alpha · 3 s", { from: "actor", to: "gt", kind: "call" }),
      lineOf(3, "working.healthy", { from: "actor", kind: "state" }),
      lineOf(4, "timer rings: after backoff", { from: "actor" }),
      lineOf(5, "sling failed: GtUnavailable", { kind: "failure" }),
    ];
    const shown = (topics: string | null, text = ""): readonly number[] =>
      filtered(lines, topicsIn(topics), text).map(({ at }) => at);
    expect(shown(null)).toEqual([1, 2, 3, 4, 5]);
    expect(shown("Kubernetes,states")).toEqual([1, 3]);
    expect(shown("gt")).toEqual([2, 5]);
    expect(shown("failures,timers")).toEqual([4, 5]);
    expect(shown(null, "SLING al-1")).toEqual([2]);
    expect(shown("gt", "failed")).toEqual([5]);
    expect(shown("no such topic")).toEqual([1, 2, 3, 4, 5]);
  });
});
