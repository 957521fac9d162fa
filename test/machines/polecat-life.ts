/** Polecats at the points of their lives where tests begin. */
import { polecatMachine, type PolecatFacts, type DesiredPolecat } from "../../machines/index.ts";
import { closed, hooked, polecatFacts, desiredPolecat, present } from "./given.ts";
import { live, type Life } from "./life.ts";

export const begin = (desired: Partial<DesiredPolecat> = {}, remembered: object = {}): Life =>
  live(polecatMachine, {
    uid: "u1",
    desired: desiredPolecat(desired),
    polecatName: null,
    assignedBead: null,
    stuckThresholdMs: 900_000,
    ...remembered,
  });
export const observe = (life: Life, at: number, facts: Partial<PolecatFacts> = {}): Life =>
  life.send({ type: "town.observed", at, facts: polecatFacts(at, facts) });
export const specify = (life: Life, changes: Partial<DesiredPolecat>): Life =>
  life.send({ type: "spec.observed", at: 0, desired: desiredPolecat(changes) });
export const slung = (life: Life, at: number, polecat = "nux", bead = "al-1"): Life =>
  life.done("sling", { at, outcome: "slung", bead, polecat, branch: null, worktree: null, session: null });

export const working = (): Life => {
  const life = slung(observe(begin(), 1), 10);
  return observe(life, 11, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
};
export const idle = (): Life =>
  observe(working(), 20, { bead: closed("al-1"), polecat: present("nux", null) });
