import { expect, test } from "vitest";
import type { PolecatEntry } from "../../src/gt/index.ts";
import { isReusable, noPlace, placesIn } from "../../src/preconditions/index.ts";

const entry = (change: Partial<PolecatEntry> = {}): PolecatEntry => ({
  rig: "alpha",
  name: "nux",
  state: "idle",
  issue: null,
  sessionRunning: false,
  isReusable: null,
  branch: null,
  verdict: null,
  ...change,
});
const drivenBy = (uid: string | null) => ({ driverOfPolecat: () => uid });

test.each([
  [{ max: 2, count: 0, reusable: 0 }, 2],
  [{ max: 2, count: 2, reusable: 0 }, 0],
  [{ max: 2, count: 2, reusable: 1 }, 1],
  [{ max: 1, count: 3, reusable: 1 }, -1],
])("a rig of %j has places for %i polecats", (capacity, places) => {
  expect(placesIn(capacity)).toBe(places);
});

test("an idle polecat is given out again where no resource drives it, and gt takes it", () => {
  expect(isReusable(drivenBy(null), "alpha", entry())).toBe(true);
  expect(isReusable(drivenBy("u1"), "alpha", entry())).toBe(false);
  expect(isReusable(drivenBy(null), "alpha", entry({ issue: "al-1" }))).toBe(false);
  expect(isReusable(drivenBy(null), "alpha", entry({ sessionRunning: true }))).toBe(false);
});

test("whoever waits for a place is told how many there are", () => {
  expect(noPlace("alpha", { count: 8, max: 8 })).toEqual({
    reason: "NoCapacity",
    message: "rig alpha has 8 polecats, and maxPolecats is 8",
  });
});
