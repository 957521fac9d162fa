import { expect, it } from "vitest";
import { backoff } from "../../machines/index.ts";

it("A wait doubles with each try, from its first up to its longest", () => {
  expect([0, 1, 2, 3, 4, 5, 2_000].map((tries) => backoff(tries, 1_000, 7_000))).toEqual([
    1_000, 1_000, 2_000, 4_000, 7_000, 7_000, 7_000,
  ]);
});
