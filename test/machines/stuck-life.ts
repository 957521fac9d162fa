/** A stuck polecat at each step of being told of. */
import type { PolecatFacts } from "../../machines/index.ts";
import { hooked, present } from "./given.ts";
import type { Life } from "./life.ts";
import { observe, working } from "./polecat-life.ts";

export const DEAD: Partial<PolecatFacts> = {
  bead: hooked("al-1", "nux"),
  polecat: present("nux", "al-1", false),
};
export const told = (at: number): object => ({ at, jitter: 0.5, outcome: "told" });
export const unreached = (at: number): object => ({
  at,
  jitter: 0.5,
  outcome: "unreached",
  message: "session not found",
});

export const stuck = (): Life => observe(working(), 12, DEAD).ring("stuckThreshold");
export const nudging = (): Life => stuck().ring("warningBackoff");
export const nudged = (): Life => nudging().done("nudge", told(50));
export const mailing = (): Life => nudged().ring("warningBackoff");
export const mailed = (): Life => mailing().done("mail", told(60));
export const escalating = (): Life => mailed().ring("warningBackoff");
export const escalated = (): Life => escalating().done("escalate", told(70));
/** It is time to tell of it, and its rig is degraded. */
export const held = (life: () => Life): Life => {
  const rig = { usable: false, reason: "RigDegraded", message: "no path" } as const;
  return observe(life(), 80, { ...DEAD, rig }).ring("warningBackoff");
};
