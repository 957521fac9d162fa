import { expect, it } from "vitest";
import { branchOf, incarnationOf } from "../../src/preconditions/index.ts";

const FURIOSA = { rig: "alpha", polecat: "furiosa" };

it("An incarnation tells two polecats of one name apart by their branches", () => {
  const incarnation = incarnationOf(FURIOSA, "polecat/furiosa/al-1@x");
  expect(incarnation).toBe("alpha/furiosa@polecat/furiosa/al-1@x");
  expect(branchOf({ ...FURIOSA, proof: { incarnation } })).toBe("polecat/furiosa/al-1@x");
});
