import { expect, it } from "vitest";
import { TokenBucket } from "../src/token-bucket.ts";

const HOUR = 3_600_000;

it("A budget fills up with time, and loses nothing when the clock is set back", () => {
  const bucket = new TokenBucket(2, 1_000, HOUR);
  expect([bucket.take(HOUR), bucket.take(HOUR), bucket.take(HOUR)]).toEqual([true, true, false]);
  expect([bucket.take(HOUR + 1_000), bucket.take(HOUR + 1_000)]).toEqual([true, false]);
  expect(bucket.take(0)).toBe(false);
  expect([bucket.take(1_000), bucket.take(1_000)]).toEqual([true, false]);
  expect(bucket.isFull(3_000)).toBe(true);
});
