import { describe, expect, it } from "vitest";
import { createAbsences, createMergeWatch } from "../../src/projection/index.ts";
import { createTurns } from "../../src/town/index.ts";
import { observation, polecat, readTimes, request } from "./observations.ts";

const POLL_MS = 30_000;
const RIGS = ["alpha", "beta", "gamma", "delta"];
const NONE: ReadonlySet<string> = new Set();

/** Plays syncs in which each rig's list takes the same time. @returns which rigs each of them read. */
function play(
  syncs: number,
  { eachMs, expected = NONE }: { readonly eachMs: number; readonly expected?: ReadonlySet<string> },
): readonly (readonly string[] | null)[] {
  const turns = createTurns(POLL_MS);
  return Array.from({ length: syncs }, () => {
    const chosen = turns.next(RIGS, expected);
    if (chosen === null) turns.noteAll(eachMs * RIGS.length);
    else for (const rig of chosen) turns.noteRig(rig, eachMs);
    return chosen;
  });
}

describe("The rigs whose lists a sync asks for", () => {
  it("are all of them in one call while that takes no longer than a poll", () => {
    expect(play(3, { eachMs: POLL_MS / RIGS.length })).toEqual([null, null, null]);
  });

  it("are read in turns once it takes longer, as many as fit into a third of a poll, and none waits for ever", () => {
    expect(play(5, { eachMs: 9_000 })).toEqual([null, ["alpha"], ["beta"], ["gamma"], ["delta"]]);
    const pairs = createTurns(POLL_MS);
    pairs.noteAll(40_000);
    expect(pairs.next(RIGS, NONE)).toEqual(["alpha"]);
    for (const rig of RIGS) pairs.noteRig(rig, 5_000);
    expect(pairs.next(RIGS, NONE)).toEqual(["beta", "gamma"]);
    expect(pairs.next(RIGS, NONE)).toEqual(["delta", "alpha"]);
  });

  it("begin with those in which something is expected, and one of the others has its turn all the same", () => {
    const [, ...chosen] = play(4, { eachMs: 9_000, expected: new Set(["delta", "gamma"]) });
    expect(chosen).toEqual([
      ["gamma", "alpha"],
      ["delta", "beta"],
      ["gamma", "alpha"],
    ]);
  });

  it("are read in turns, too, where only their own lists are answered, and those together take long", () => {
    const turns = createTurns(POLL_MS);
    expect(turns.next(RIGS, NONE)).toBeNull();
    for (const rig of RIGS) turns.noteRig(rig, 20_000);
    expect(turns.next(RIGS, NONE)).toEqual(["alpha"]);
  });

  it("are all of them again when their lists have become quick", () => {
    const turns = createTurns(POLL_MS);
    turns.noteAll(60_000);
    for (let sync = 0; sync < RIGS.length; sync += 1) {
      for (const rig of turns.next(RIGS, NONE) ?? []) turns.noteRig(rig, 1_000);
    }
    expect(turns.next(RIGS, NONE)).toBeNull();
  });

  it("are the one rig of a town that has no other", () => {
    const turns = createTurns(POLL_MS);
    turns.noteAll(60_000);
    expect(turns.next(["alpha"], NONE)).toBeNull();
  });
});

describe("What is known of a rig that waits for its turn", () => {
  const seen = {
    polecats: { alpha: [polecat("alpha", "nux")], beta: [] },
    queues: { alpha: [request("al-mr")] },
  };
  const waiting = {
    rigs: ["alpha", "beta"],
    polecats: { beta: [] },
    queues: { beta: [] },
    unlisted: ["alpha"],
  };

  it("is no sign that its polecats are gone, however often it waits", () => {
    const absences = createAbsences();
    absences.count(observation(seen), ["alpha/nux"]);
    for (let sync = 0; sync < 3; sync += 1) absences.count(observation(waiting), ["alpha/nux"]);
    expect(absences.polecat("alpha", "nux")).toBe(0);
    absences.count(observation({ polecats: { alpha: [] } }), ["alpha/nux"]);
    expect(absences.polecat("alpha", "nux")).toBe(1);
    absences.count(observation(waiting), ["alpha/nux"]);
    absences.count(observation({ polecats: { alpha: [] } }), ["alpha/nux"]);
    expect(absences.polecat("alpha", "nux")).toBe(2);
  });

  it("is as old as its last turn", () => {
    const times = readTimes(
      observation({ ...seen, startedAt: 1_000 }),
      observation({ ...waiting, startedAt: 61_000 }),
    );
    expect([times.polecats("alpha"), times.polecats("beta")]).toEqual([1_000, 61_000]);
    expect(times.queue("alpha")).toBe(1_000);
  });

  it("are its merge requests, which have not left their queue", () => {
    const [watch, absences] = [createMergeWatch(), createAbsences()];
    watch.note(observation(seen), absences);
    watch.note(observation(waiting), absences);
    expect(watch.leaving()).toEqual([]);
    watch.note(observation({ queues: { alpha: [] } }), absences);
    expect(watch.leaving()).toEqual(["al-mr"]);
  });
});
