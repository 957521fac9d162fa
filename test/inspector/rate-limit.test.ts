import { expect, it } from "vitest";
import { createRateLimit } from "../../src/inspector/rate-limit.ts";

it("A budget of calls fills up with time, and a clock that was set back takes nothing away from it", () => {
  let time = 10_000_000;
  const limit = createRateLimit(2, 1_000, () => time);
  expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
  time -= 2_000_000;
  expect(limit.take()).toBe(false);
  time += 1_000;
  expect([limit.take(), limit.take()]).toEqual([true, false]);
});
