/** Whose polecat it is, where two resources know it by one name. */
import { expect, it } from "vitest";
import { createAbsences, electWitnesses, type RigView } from "../../src/projection/index.ts";
import { polecatFacts } from "../../src/kinds/polecat/facts.ts";
import { bead, observation, polecat, readTimes } from "../town/observations.ts";

const ALPHA: RigView = {
  ...{ name: "alpha", gtName: "alpha", rival: null, maxPolecats: 8 },
  desired: { generation: 1, gtName: null, localPath: "/town/alpha", beadsPrefix: "al", paused: false },
};
const SUBJECT = {
  ...{ uid: "u1", rig: "alpha", gtRig: "alpha", polecatName: "nux", bead: "al-1" },
  ...{ ended: null, podRestarts: null, local: true },
};

/** Another resource drives the polecat for its bead, which has this status and assignee. */
function isLeftToIt(status: string, assignee: string | null): boolean {
  const seen = observation({
    polecats: { alpha: [polecat("alpha", "nux", { issue: null })] },
    beads: { "al-2": bead("al-2", status, assignee) },
  });
  const facts = polecatFacts(
    {
      observation: seen,
      absences: createAbsences(),
      claims: { driverOfPolecat: () => "u2", driverOfBead: () => null, beadOf: () => "al-2" },
      rigs: new Map([["alpha", ALPHA]]),
      witnesses: electWitnesses([], null),
      lastGoodAt: 1_000,
      readTimes: readTimes(seen),
    },
    SUBJECT,
    { granted: true },
  );
  return facts.polecat?.seen === "present" && facts.polecat.isAnothers === true;
}

it("is left to another resource that drives it, unless that one's bead is on another hook by the same read", () => {
  expect(isLeftToIt("hooked", "alpha/polecats/nux")).toBe(true);
  expect(isLeftToIt("open", null)).toBe(true);
  expect(isLeftToIt("closed", "alpha/polecats/slit")).toBe(true);
  expect(isLeftToIt("hooked", "alpha/polecats/slit")).toBe(false);
});
