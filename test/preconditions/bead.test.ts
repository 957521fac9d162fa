import { describe, expect, it } from "vitest";
import type { RigEntry } from "../../src/gt/index.ts";
import {
  beadBlocker,
  isBeadOfAnother,
  isPolecatOfAnother,
  slingObjection,
} from "../../src/preconditions/index.ts";

const rig = (name: string, beadsPrefix: string, status = "operational"): RigEntry => ({
  name,
  beadsPrefix,
  status,
  witness: null,
  refinery: null,
});
const RIGS = [rig("alpha", "al"), rig("beta", "be")];
const WANTING = { rig: "alpha", polecatName: "nux", shown: (name: string) => name };
const bead = (change: object = {}) => ({ id: "al-1", status: "open", assignee: null, ...change });

describe("A bead", () => {
  it("may be slung where it is open, of the rig, and nobody has it", () => {
    expect(beadBlocker(RIGS, WANTING, bead())).toBeNull();
  });

  it.each([
    ["it is another rig's", bead({ id: "be-1" }), "BeadOfAnotherRig"],
    [
      "somebody else has it",
      bead({ status: "hooked", assignee: "alpha/polecats/slit" }),
      "BeadHeldElsewhere",
    ],
    ["it is blocked", bead({ status: "blocked" }), "BeadBlocked"],
    ["its status is the town's own", bead({ status: "qa" }), "BeadStatusUnknown"],
  ])("is not slung where %s", (_what, seen, reason) => {
    expect(beadBlocker(RIGS, WANTING, seen)?.reason).toBe(reason);
  });

  it("on the hook of the resource's own polecat is held back by nothing but the rig", () => {
    const own = bead({ status: "hooked", assignee: "alpha/polecats/nux" });
    expect(beadBlocker(RIGS, WANTING, own)).toBeNull();
    expect(beadBlocker([rig("alpha", "al", "parked")], WANTING, own)?.reason).toBe("RigParked");
  });

  it("is judged by the same rule at the moment of the sling, where no rigs were read", () => {
    const blocked = bead({ status: "blocked" });
    expect(beadBlocker([], WANTING, blocked)).toEqual(slingObjection(blocked));
  });
});

describe("A claim", () => {
  const claims = { driverOfBead: () => "u1", driverOfPolecat: () => "u1" };

  it("is another's only for who does not have it", () => {
    expect(isBeadOfAnother(claims, "u1", "al-1")).toBe(false);
    expect(isBeadOfAnother(claims, "u2", "al-1")).toBe(true);
  });

  it("that nobody has leaves the name free", () => {
    const polecat = { uid: "u2", rig: "alpha", polecat: "nux" };
    expect(isPolecatOfAnother({ driverOfPolecat: () => null }, polecat)).toBe(false);
    expect(isPolecatOfAnother(claims, polecat)).toBe(true);
  });
});
