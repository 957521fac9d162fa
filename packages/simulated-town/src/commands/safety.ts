/** `gt polecat git-state` and `check-recovery`: what gt says about work that a nuke would lose. */
import { json, type Answer } from "../answer.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import * as versions from "../versions/index.ts";
import { withPolecat } from "./polecats.ts";

export function gitState(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withPolecat(state, argv, (polecat) => json(versions.gitStateView(state, polecat, around)));
}

export function checkRecovery(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const answer = (polecat: SimPolecat): Answer => json(versions.checkRecovery(state, polecat, around));
  return withPolecat(state, argv, answer, versions.recoverySwitches(state));
}
