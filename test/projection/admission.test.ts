import { describe, expect, it } from "vitest";
import type { RigCapacity } from "../../src/preconditions/index.ts";
import { admit, type Candidate } from "../../src/projection/index.ts";

const candidate = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  uid: name,
  name: `default/${name}`,
  rig: "alpha",
  createdAt: 0,
  bead: `al-${name}`,
  polecat: null,
  isReady: true,
  isEngaged: false,
  refusal: null,
  isHeldInRig: false,
  ...more,
});
const rig = (max: number, count = 0, reusable = 0): ReadonlyMap<string, RigCapacity> =>
  new Map([["alpha", { max, count, reusable }]]);
const granted = (candidates: readonly Candidate[], capacities = rig(8)): readonly string[] =>
  [...admit(candidates, capacities)].flatMap(([uid, { granted }]) => (granted ? [uid] : [])).sort();

describe("Admission", () => {
  it("lets one resource have a bead: the one at work, then the oldest, then the first by name", () => {
    const [a, b] = [candidate("a", { bead: "al-1" }), candidate("b", { bead: "al-1" })];
    expect(granted([a, b])).toEqual(["a"]);
    expect(
      granted([
        { ...a, createdAt: 2 },
        { ...b, createdAt: 1 },
      ]),
    ).toEqual(["b"]);
    expect(granted([a, { ...b, createdAt: 9, isEngaged: true }])).toEqual(["b"]);
  });

  it("keeps no place for one that would not be slung now", () => {
    const paused = candidate("a", { isReady: false });
    expect(granted([paused, candidate("b")], rig(1))).toEqual(["a", "b"]);
    expect(granted([paused, candidate("b"), candidate("c")], rig(1))).toEqual(["a", "b"]);
  });

  it("says whose the bead is", () => {
    const admissions = admit([candidate("a", { bead: "al-1" }), candidate("b", { bead: "al-1" })], rig(8));
    expect(admissions.get("b")).toEqual({
      granted: false,
      reason: "BeadClaimed",
      message: "bead al-1 belongs to polecat default/a: name another bead, or delete one",
    });
  });

  it("lets one that can never be slung claim nothing, unless work on the bead has begun in its rig", () => {
    const refusal = { reason: "BeadOfAnotherRig", message: "bead al-1 belongs to rig alpha" };
    const [never, rightful] = [candidate("a", { bead: "al-1", refusal }), candidate("b", { bead: "al-1" })];
    expect(granted([never, rightful])).toEqual(["b"]);
    expect(admit([never, rightful], rig(8)).get("a")).toEqual({ granted: false, ...refusal });
    for (const begun of [{ isEngaged: true }, { isHeldInRig: true }]) {
      const admissions = admit([{ ...never, ...begun }, rightful], rig(8));
      expect(admissions.get("b")).toMatchObject({
        reason: "BeadClaimed",
        message:
          "bead al-1 belongs to polecat default/a, where work on it has begun, and which cannot be slung with it: bead al-1 belongs to rig alpha: name another bead, or delete one",
      });
    }
  });

  it("gives what is free to the oldest, and tells the others how full the rig is", () => {
    const three = ["a", "b", "c"].map((name, index) => candidate(name, { createdAt: 3 - index }));
    expect(granted(three, rig(3, 2))).toEqual(["c"]);
    expect(admit(three, rig(3, 2)).get("a")).toEqual({
      granted: false,
      reason: "NoCapacity",
      message: "rig alpha has 2 polecats, and maxPolecats is 3",
    });
  });

  it("counts polecats that gt gives out again as room", () => {
    const three = ["a", "b", "c"].map((name) => candidate(name));
    expect(granted(three, rig(2, 2, 2))).toEqual(["a", "b"]);
  });

  it("does not count those at work, or with a polecat of their own, a second time", () => {
    const full = [
      candidate("a", { isEngaged: true, polecat: "nux" }),
      candidate("b", { polecat: "slit" }),
      candidate("c"),
    ];
    expect(granted(full, rig(2, 2))).toEqual(["a", "b"]);
  });

  it("gives no more when people have made more polecats than are allowed", () => {
    expect(granted([candidate("a")], rig(2, 5))).toEqual([]);
  });

  it("refuses for a rig that it does not know, and asks nothing of who wants no bead", () => {
    expect(granted([candidate("a", { rig: "nowhere" }), candidate("b", { bead: null })])).toEqual(["b"]);
  });
});
