import { describe, expect, it } from "vitest";
import type { Claims } from "../../src/preconditions/index.ts";
import { planAdoption, type AdoptionPlan } from "../../src/projection/index.ts";
import { observation, polecat, unreadable } from "../town/observations.ts";

const drives = (...names: readonly string[]): Claims => ({
  driverOfPolecat: (rig, name) => (names.includes(`${rig}/${name}`) ? "u1" : null),
  driverOfBead: () => null,
  beadOf: () => null,
});
const town = observation({
  polecats: { alpha: [polecat("alpha", "nux"), polecat("alpha", "slit")], beta: [] },
});
const plan = (more: Partial<Parameters<typeof planAdoption>[0]> = {}): AdoptionPlan =>
  planAdoption({
    observation: town,
    claims: drives(),
    rigs: new Map(),
    adopted: [],
    bound: new Set(),
    slinging: new Set(),
    coming: new Set(),
    ...more,
  });
const NUX = { uid: "a1", rig: "alpha", gtRig: "alpha", polecat: "nux", isTerminated: false };

describe("Adoption", () => {
  it("finds the polecats that no resource stands for", () => {
    expect(plan().adopt).toEqual([
      { rig: "alpha", polecat: "nux" },
      { rig: "alpha", polecat: "slit" },
    ]);
    expect(plan({ claims: drives("alpha/slit"), adopted: [NUX] }).adopt).toEqual([]);
    expect(plan({ bound: new Set(["alpha/nux"]) }).adopt).toEqual([{ rig: "alpha", polecat: "slit" }]);
  });

  it("waits while a sling is under way in the rig: its polecat may be whose nobody knows yet", () => {
    expect(plan({ slinging: new Set(["alpha"]) }).adopt).toEqual([]);
  });

  it("releases what a managed resource drives now, and of what is gone", () => {
    expect(plan({ adopted: [NUX], claims: drives("alpha/nux") }).release).toEqual(["a1"]);
    expect(plan({ adopted: [{ ...NUX, isTerminated: true }] }).release).toEqual(["a1"]);
    expect(plan({ adopted: [NUX] }).release).toEqual([]);
  });

  it("keeps what drives its polecat itself: it was taken over, and is its own driver", () => {
    const own: Claims = { driverOfPolecat: () => NUX.uid, driverOfBead: () => null, beadOf: () => null };
    expect(plan({ adopted: [NUX], claims: own }).release).toEqual([]);
  });

  it("does nothing on a read that cannot be trusted, or that failed", () => {
    const untrusted = observation({ polecats: { alpha: [polecat("alpha", "nux")] }, isTrusted: false });
    const ended = [{ ...NUX, isTerminated: true }];
    expect(plan({ observation: untrusted, adopted: ended })).toEqual({ adopt: [], release: [] });
    expect(plan({ observation: observation({ polecats: { alpha: unreadable } }) }).adopt).toEqual([]);
  });
});
