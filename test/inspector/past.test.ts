import { describe, expect, it } from "vitest";
import { actorDiff } from "../../inspector-ui/src/diff/actor-diff.ts";
import { standpointIn } from "../../inspector-ui/src/diff/standpoint.ts";
import { diffSentence, townDiff } from "../../inspector-ui/src/diff/town-diff.ts";
import { derivedFindings } from "../../inspector-ui/src/find/derived.ts";
import { fileSource } from "../../inspector-ui/src/history/file-source.ts";
import { groupAt, groupOfRecord, groupsOf } from "../../inspector-ui/src/history/groups.ts";
import { parseJournal } from "../../inspector-ui/src/history/journal-text.ts";
import { History } from "../../inspector-ui/src/history/moments.ts";
import { LaneBook } from "../../inspector-ui/src/lanes/lane-book.ts";
import { bounded } from "../../inspector-ui/src/lanes/past-lanes.ts";
import { mergedLanes } from "../../inspector-ui/src/lanes/merge.ts";
import { blocked, cellOf } from "./cells.ts";
import { ask, inspectedTown } from "./given.ts";

const cellsOf = (...cells: readonly ReturnType<typeof cellOf>[]) =>
  new Map(cells.map((cell) => [cell.id, cell]));

describe("what changed in the town between two moments", () => {
  const before = cellsOf(
    cellOf("a", { phase: "Working", bead: "al-1", reason: "Working" }),
    cellOf("b"),
    cellOf("c"),
    cellOf("wave", { phase: "InProgress", progress: "1/3" }, "convoy"),
  );
  const after = cellsOf(
    cellOf("a", { phase: "Idle", bead: "al-1", reason: "BeadClosed" }),
    cellOf("b"),
    blocked("d"),
    cellOf("wave", { phase: "InProgress", progress: "2/3" }, "convoy"),
  );

  it("is told of each actor in words, and in one sentence of all", () => {
    const changes = townDiff(before, after);
    expect(changes.map(({ name, how, what }) => `${name} ${how}: ${what.join("; ")}`)).toEqual([
      "wave changed: 1/3 → 2/3",
      "a changed: Working → Idle; reason Working → Bead closed",
      "c gone: was Idle",
      "d appeared: Blocked al-1",
    ]);
    expect(diffSentence(changes)).toBe(
      "1 convoy and 1 polecat changed, 1 polecat appeared, 1 polecat is gone.",
    );
    expect(diffSentence(townDiff(before, before))).toBe("Nothing changed.");
  });

  it("names the state where nothing else tells them apart, and a resource that was made anew", () => {
    const earlier = cellsOf(cellOf("a", { state: "terminating.proving" }));
    const later = cellsOf(cellOf("a", { state: "terminating.blocked" }));
    expect(townDiff(earlier, later)[0]?.what).toEqual(["state terminating.proving → terminating.blocked"]);
    const { ref } = cellOf("a");
    const anew = cellsOf(cellOf("a", { ref: { ...ref, uid: "another" } }));
    expect(townDiff(earlier, anew)[0]).toMatchObject({ how: "appeared" });
  });
});

/** Its resource was seen, it was found at work, and a person asked for its end. */
async function lifeOf(name: string): Promise<string> {
  const town = await inspectedTown();
  town.start(name);
  town.work(name);
  town.edit(name, { state: "Terminated" });
  const { body } = await ask(`${town.inspector.url}journal?download=1`);
  await town.close();
  return body;
}

function historyOf(text: string): History {
  const history = new History("whole");
  history.append(parseJournal(text, (problem) => void expect.fail(problem)));
  return history;
}

describe("what changed of one actor", () => {
  it("is told part by part: state, conditions, status and context", async () => {
    const history = historyOf(await lifeOf("a"));
    const [first, last] = [0, history.moments.length - 1].map((index) =>
      standpointIn(history, index, history.moments[index]?.record.at ?? 0, null),
    );
    const then = first?.detail("polecat/default/a");
    const now = last?.detail("polecat/default/a");
    if (then === null || then === undefined || now === null || now === undefined)
      throw new Error("it is there at both moments");
    const parts = actorDiff(then, now);
    expect(parts.filter(({ group }) => group === "State")).toEqual([
      { group: "State", name: "state", from: "unobserved", to: now.cell.state },
    ]);
    expect(parts.find(({ group, name }) => group === "Conditions" && name === "Terminating")?.from).toMatch(
      /^False /,
    );
    expect(parts.find(({ group, name }) => group === "Context" && name === "desired")?.to).toContain(
      "Terminated",
    );
    expect(actorDiff(now, now)).toEqual([]);
    expect(first?.detail("polecat/default/nobody")).toBeNull();
  });
});

describe("reasons that stand in no record", () => {
  it("are found where they came to be", async () => {
    const history = historyOf(await lifeOf("a"));
    const search = { words: ["awaitingobservation"], actor: null, onlyChanges: false, limit: 9 } as const;
    const found = derivedFindings(history, { ...search, order: "newest" });
    expect(found.map(({ sequence, state }) => [sequence, state])).toEqual([[1, "unobserved"]]);
    expect(derivedFindings(history, { ...search, order: "newest", actor: "polecat/default/b" })).toEqual([]);
  });
});

describe("a long journal in the page", () => {
  const part = (first: number) => ({ first, at: first * 10, bytes: first });

  it("is read in groups of whole parts, gathered from the newest on", () => {
    const index = {
      parts: [1, 9_001, 18_001, 27_001, 60_001].map(part),
      last: { sequence: 70_000, at: 700_000 },
    };
    const groups = groupsOf(index);
    expect(groups.map(({ first, end }) => [first, end])).toEqual([
      [1, 9_001],
      [9_001, 27_001],
      [27_001, 60_001],
      [60_001, 70_001],
    ]);
    expect(groups.map(({ from, to }) => [from, to]).at(1)).toEqual([90_010, 270_010]);
    expect(groupOfRecord(groups, 26_999)?.first).toBe(9_001);
    expect(groupAt(groups, 95_000)?.first).toBe(9_001);
    expect(groupAt(groups, 5)?.first).toBe(1);
    expect(groupsOf({ parts: [part(1)], last: null })).toEqual([]);
  });

  it("has no more lanes in memory than are bounded: those farthest from what was read last go first", () => {
    const read = (first: number, changes: number) => {
      const book = new LaneBook();
      for (let at = 0; at < changes; at += 1)
        book.note(at, cellOf("a", { phase: at % 2 === 0 ? "Working" : "Pending", bead: "al-1" }));
      return { group: { first, end: first + 1, from: first, to: first + 1, bytes: 0 }, book };
    };
    const [one, two, three] = [read(1, 4), read(2, 4), read(3, 4)];
    const kept = (most: number, newest: typeof one): readonly number[] =>
      bounded([one, two, three], newest.group, most).map(({ group }) => group.first);
    expect(kept(100, one)).toEqual([1, 2, 3]);
    expect(kept(14, three)).toEqual([2, 3]);
    expect(kept(14, one)).toEqual([1, 2]);
    expect(kept(1, two)).toEqual([2]);
  });

  it("has the lanes of its groups as one: what lasts goes on, and what is not read is nothing", () => {
    const group = (first: number, end: number) => ({ first, end, from: first, to: end, bytes: 0 });
    const working = cellOf("a", { phase: "Working", bead: "al-1" });
    const [one, two, later] = [new LaneBook(), new LaneBook(), new LaneBook()];
    one.note(1, cellOf("a"));
    one.note(5, working);
    two.note(10, working);
    two.note(15, cellOf("a"));
    later.note(40, working);
    const barsOf = (book: LaneBook): readonly unknown[] =>
      (book.lanes.get("polecat/default/a")?.bars ?? []).map(({ from, to, word }) => [from, to, word]);
    const stretches = [
      { group: group(1, 10), book: one },
      { group: group(10, 20), book: two },
    ];
    expect(barsOf(mergedLanes(stretches))).toEqual([
      [1, 5, "Idle"],
      [5, 15, "Working"],
      [15, null, "Idle"],
    ]);
    const withGap = mergedLanes([...stretches, { group: group(40, 50), book: later }]);
    expect(barsOf(withGap).slice(2)).toEqual([
      [15, 20, "Idle"],
      [40, null, "Working"],
    ]);
    expect(barsOf(one).at(-1)).toEqual([5, null, "Working"]);
  });
});

describe("a journal in a file", () => {
  const head = {
    actor: { kind: "polecat", namespace: "", name: "é", uid: "u", incarnation: 1 },
    machine: "polecat",
  };
  const line = (sequence: number, type: string, words = ""): string =>
    `${JSON.stringify({ sequence, at: sequence, ...head, type, words })}\n`;
  const filler = "w".repeat(1_500_000);
  /** Three parts, each begun by a snapshot, and a last line that was torn. */
  const text = [
    line(1, "begin"),
    ...[2, 3, 4].map((sequence) => line(sequence, "event", filler)),
    line(5, "snapshot"),
    line(6, "snapshot"),
    ...[7, 8, 9].map((sequence) => line(sequence, "event", filler)),
    line(10, "snapshot", "needle"),
    "{torn",
  ].join("");

  it("is looked through once for where its parts begin, and read part by part", async () => {
    const source = fileSource(new File([text], "journal.jsonl"));
    const index = await source.index();
    expect(index.parts.map(({ first }) => first)).toEqual([1, 5, 10]);
    expect(index.parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(Buffer.byteLength(text));
    expect(index.last).toEqual({ sequence: 10, at: 10 });
    const numbers = (read: string): readonly string[] =>
      [...read.matchAll(/"sequence":(\d+)/g)].map(([, number = ""]) => number);
    expect(numbers(await source.read(5, 10))).toEqual(["5", "6", "7", "8", "9"]);
    expect(numbers(await source.read(10, 11))).toEqual(["10"]);
  });

  it("is searched where it is", async () => {
    const source = fileSource(new File([await lifeOf("a")], "journal.jsonl"));
    const found = await source.search({
      ...{ words: ["a", "terminated"], actor: null, onlyChanges: false },
      ...{ order: "oldest", limit: 1 },
    });
    expect(found.map(({ event, actor }) => [event, actor])).toEqual([["spec.observed", "polecat/default/a"]]);
  });
});
