import { describe, expect, it } from "vitest";
import { LaneBook } from "../../inspector-ui/src/lanes/lane-book.ts";
import { bookOf } from "../../inspector-ui/src/lanes/lane-log.ts";
import { moved, placeOf, recent, stretched, ticksOf, zoomed } from "../../inspector-ui/src/lanes/span.ts";
import { parseJournal } from "../../inspector-ui/src/history/journal-text.ts";
import { History } from "../../inspector-ui/src/history/moments.ts";
import type { Cell } from "../../src/inspector/cell.ts";
import { blocked, cellOf } from "./cells.ts";
import { ask, inspectedTown } from "./given.ts";

const bars = (book: LaneBook, id: string): readonly string[] =>
  (book.lanes.get(id)?.bars ?? []).map(({ from, to, word, label }) =>
    `${from}-${to ?? ""} ${word} ${label}`.trim(),
  );
const marks = (book: LaneBook, id: string): readonly string[] =>
  (book.lanes.get(id)?.marks ?? []).map(({ at, sign, text }) => `${at} ${sign}: ${text}`);

const ID = "polecat/default/a";

function told(changes: readonly (readonly [number, Cell])[]): LaneBook {
  const book = new LaneBook();
  for (const [at, cell] of changes) book.note(at, cell);
  return book;
}

describe("a lane", () => {
  it("tells the story of a polecat: slung, closed, and its end refused", () => {
    const book = told([
      [1, cellOf("a", { phase: "Pending", bead: "al-1" })],
      [2, cellOf("a", { phase: "Working", bead: "al-1", sequence: 2 })],
      [3, cellOf("a", { phase: "Working", bead: "al-1", sequence: 3 })],
      [4, cellOf("a", { phase: "Idle", bead: "al-1", reason: "BeadClosed" })],
      [5, blocked("a", "UncommittedWork", { state: "terminating.revocable.blocked", isEnding: true })],
      [6, cellOf("a", { phase: "Terminated", bead: "al-1" })],
    ]);
    book.end(7, ID);
    expect(bars(book, ID)).toEqual([
      "1-2 Pending al-1",
      "2-4 Working al-1",
      "4-5 Idle",
      "5-6 Blocked Blocked al-1",
      "6-7 Terminated",
    ]);
    expect(marks(book, ID)).toEqual([
      "2 slung: al-1 is in work",
      "4 closed: al-1 is closed",
      "5 refused: its end is refused: UncommittedWork of a",
      "6 ended: its polecat is gone",
    ]);
  });

  it("marks each closed bead, also one that was taken and closed between two looks", () => {
    const book = told([
      [1, cellOf("a", { phase: "Idle", bead: "al-1", reason: "BeadClosed" })],
      [2, cellOf("a", { phase: "Idle", bead: "al-1", reason: "BeadClosed", sequence: 2 })],
      [3, cellOf("a", { phase: "Idle", bead: "al-2", reason: "BeadClosed", sequence: 3 })],
    ]);
    expect(marks(book, ID)).toEqual(["3 closed: al-2 is closed"]);
  });

  it("marks a polecat that got stuck once, and a refused sling", () => {
    const stuck = blocked("a", "Silent", { mood: "stuck", phase: "Working" });
    const book = told([
      [1, cellOf("a", { phase: "Pending" })],
      [2, cellOf("a", { phase: "Pending", reason: "SlingRefused" })],
      [3, cellOf("a", { phase: "Working", bead: "al-1" })],
      [4, stuck],
      [5, { ...stuck, sequence: 9 }],
    ]);
    expect(marks(book, ID).map((text) => text.split(":")[0])).toEqual(["2 refused", "3 slung", "4 stuck"]);
  });

  it("marks an end that is refused again and again for one reason once", () => {
    const kept = blocked("a", "UncommittedWork", { state: "terminating.revocable.blocked", isEnding: true });
    const looked = cellOf("a", { state: "terminating.revocable.proving", isEnding: true });
    const book = told([looked, kept, looked, kept, looked, kept].map((cell, at) => [at, cell] as const));
    expect(marks(book, ID)).toEqual(["1 refused: its end is refused: UncommittedWork of a"]);
  });

  it("is one of a convoy whose bars fill up with its beads", () => {
    const convoy = (progress: string, phase = "InProgress"): Cell =>
      cellOf("wave", { progress, phase }, "convoy");
    const book = told([
      [1, convoy("0/2")],
      [2, convoy("1/2")],
      [3, convoy("2/2", "Completed")],
    ]);
    expect(book.lanes.get("convoy/default/wave")?.bars.map(({ part }) => part)).toEqual([0, 0.5, 1]);
    expect(marks(book, "convoy/default/wave")).toEqual(["3 closed: all beads are closed"]);
  });

  it("marks what a person edits in a spec, of a rig, too, and marks it once however often it is reported", () => {
    const edit = { at: 2, text: "desiredState: Working → Idle" };
    const book = told([
      [1, cellOf("a", { phase: "Working" })],
      [3, cellOf("a", { phase: "Working", edit })],
      [4, cellOf("a", { phase: "Idle", edit })],
      [5, cellOf("alpha", { phase: "Ready" }, "rig")],
      [6, cellOf("alpha", { phase: "Ready", edit: { at: 6, text: "paused: false → true" } }, "rig")],
    ]);
    expect(marks(book, ID)).toEqual(["2 edited: spec edited, desiredState: Working → Idle"]);
    expect(marks(book, "rig/alpha")).toEqual(["6 edited: spec edited, paused: false → true"]);
  });

  it("forgets the oldest, so that a page may stay open for weeks, and there is none of a witness", () => {
    const book = new LaneBook();
    book.note(1, cellOf("watch", {}, "witness"));
    for (let at = 0; at < 2_000; at += 1)
      book.note(at, cellOf("a", { phase: at % 2 === 0 ? "Working" : "Idle", reason: "BeadClosed" }));
    const lane = book.lanes.get(ID);
    expect([book.firstAt, book.lanes.size, lane?.bars.length, lane?.marks.length]).toEqual([0, 1, 300, 300]);
    expect(lane?.bars.at(-1)?.from).toBe(1_999);
  });

  it("has what the journal has from before the page was opened", async () => {
    const town = await inspectedTown();
    town.start("a");
    town.work("a");
    town.edit("a", { state: "Idle" });
    const { body } = await ask(`${town.inspector.url}journal`);
    await town.close();
    const history = new History("whole");
    history.append(parseJournal(body, (problem) => void expect.fail(problem)));
    const lane = bookOf(history).lanes.get(ID);
    expect(lane?.bars.map(({ word, label }) => `${word} ${label}`)).toEqual(["Pending al-1", "Working al-1"]);
    const times = history.moments.map(({ record }) => record.at);
    expect(lane?.bars.map(({ from }) => from)).toEqual(times.slice(0, 2));
    expect(lane?.marks.map(({ text }) => text)).toEqual([
      "al-1 is in work",
      "spec edited, desiredState: Working → Idle",
    ]);
  });
});

describe("the span of the timeline", () => {
  const whole = { from: 0, to: 3_600_000 };

  it("shows the newest quarter of an hour, and grows to the right", () => {
    expect(recent(whole)).toEqual({ from: 2_700_000, to: 3_600_000 });
    expect(recent({ from: 0, to: 1_000 })).toEqual({ from: 0, to: 20_000 });
  });

  it("keeps the place under the pointer while it is zoomed, and stays within what is known", () => {
    const span = { from: 1_000_000, to: 2_000_000 };
    const closer = zoomed(span, 0.5, 0.25, whole);
    expect(placeOf(1_250_000, closer)).toBeCloseTo(25);
    expect(zoomed(span, 100, 0.5, whole)).toEqual(whole);
    expect(moved(span, 100, whole)).toEqual({ from: 2_600_000, to: 3_600_000 });
    expect(moved(span, -100, whole)).toEqual({ from: 0, to: 1_000_000 });
    const closest = zoomed(span, 0, 0.5, whole);
    expect(closest.to - closest.from).toBe(1_000);
  });

  it("keeps what is under one finger or two where the fingers go", () => {
    const span = { from: 1_000_000, to: 2_000_000 };
    expect(stretched(span, [{ from: 0.5, to: 0.25 }], whole)).toEqual({ from: 1_250_000, to: 2_250_000 });
    const pinched = stretched(
      span,
      [
        { from: 0.4, to: 0.2 },
        { from: 0.6, to: 0.8 },
      ],
      whole,
    );
    expect(placeOf(1_400_000, pinched)).toBeCloseTo(20);
    expect(placeOf(1_600_000, pinched)).toBeCloseTo(80);
    const apart = stretched(
      span,
      [
        { from: 0.1, to: 0.5 },
        { from: 0.9, to: 0.6 },
      ],
      whole,
    );
    expect(apart).toEqual(whole);
  });

  it("has its marks at round times of the zone, no more than fit", () => {
    const { times, hasSeconds } = ticksOf({ from: 1_000, to: 3_601_000 }, 8, 5.5 * 3_600_000);
    expect(times.map((time) => time / 60_000)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(hasSeconds).toBe(false);
  });
});
