/** Actors of the tests: a polecat, one that runs a service when told to, one that can fail; and what to tell them. */
import type { ActorRef, HostEvent } from "../../src/host/index.ts";
import { polecatFacts } from "../machines/given.ts";
import { fragileKind, polecatInput, polecatKind, refOf, runnerKind } from "./kinds.ts";
import { createWorld, type World, type WorldOptions } from "./world.ts";

export const NUX = refOf(polecatKind, "nux");
export const FRAGILE = refOf(fragileKind, "thin");
export const RUNNER = refOf(runnerKind, "one");
export const GO: HostEvent = { type: "go" };
export const LEAVE: HostEvent = { type: "leave" };

export const observed = (at: number, changes: object = {}): HostEvent => ({
  type: "town.observed",
  at,
  ...{ facts: polecatFacts(at, changes) },
});
export const slung = (at: number): object => ({
  at,
  outcome: "slung",
  bead: "al-1",
  polecat: "nux",
  branch: null,
  worktree: null,
  session: null,
});

export function withNux(options: WorldOptions = {}): World {
  const world = createWorld(options);
  world.host.start(polecatKind, NUX, { input: polecatInput() });
  return world;
}
export function withRunner(options: WorldOptions = {}): World {
  const world = createWorld(options);
  world.host.start(runnerKind, RUNNER, { input: undefined });
  return world;
}
export const value = ({ host }: World, ref: ActorRef = NUX): unknown => host.get(ref)?.state.snapshot.value;
export const types = ({ journal }: World): string[] => [...journal.read()].map(({ type }) => type);
