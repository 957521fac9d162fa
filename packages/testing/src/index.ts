/**
 * packages/testing/: what the tests of every package share.
 *
 * In: a seed. Out: chance that repeats itself; how long a test waits for what has to happen. Imports nothing.
 */
export { createChance, type Chance } from "./chance.ts";
export { deadlines, WAIT_DEADLINE_MS } from "./deadlines.ts";
