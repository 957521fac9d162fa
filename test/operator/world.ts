/** A whole operator in this process, whose lives end with the test. */
import { onTestFinished } from "vitest";
import type { TownSeed } from "../../src/embedded/town/index.ts";
import { createBareWorld, type World } from "./bare-world.ts";

export type { Condition, Life, World } from "./bare-world.ts";

export function createWorld(seed: TownSeed): World {
  return createBareWorld(seed, onTestFinished);
}
