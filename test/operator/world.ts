/** A whole operator in this process, whose lives end with the test. */
import { onTestFinished } from "vitest";
import type { TownSeed } from "simulated-town";
import type { Kind } from "../../src/kinds/index.ts";
import { createBareWorld, type World } from "./bare-world.ts";

export type { Condition, Life, World } from "./bare-world.ts";

/** @param kinds that are served; those of the registry unless it says otherwise. */
export function createWorld(seed: TownSeed, kinds?: readonly Kind[]): World {
  return createBareWorld(seed, onTestFinished, kinds);
}
