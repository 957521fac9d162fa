import { expect, it } from "vitest";
import { createPodRestarts } from "../../src/projection/index.ts";

it("Restarts of a pod count from when they were seen, for a while, and not those from before", () => {
  const restarts = createPodRestarts();
  const recent = (now: number): number | null => restarts.recent("u1", 100, now);
  expect(recent(0)).toBeNull();
  restarts.note("u1", 7, 0);
  expect(recent(0)).toBe(0);
  restarts.note("u1", 8, 10);
  restarts.note("u1", 9, 50);
  expect(recent(50)).toBe(2);
  expect(recent(110)).toBe(1);
  expect(recent(150)).toBe(0);
});

it("A new pod begins its own count, and a polecat without one has none", () => {
  const restarts = createPodRestarts();
  restarts.note("u1", 5, 0);
  restarts.note("u1", 9, 10);
  restarts.note("u1", 0, 20);
  expect(restarts.recent("u1", 100, 20)).toBe(0);
  restarts.note("u1", null, 30);
  expect(restarts.recent("u1", 100, 30)).toBeNull();
});

it("Restarts of pods whose polecats are gone are forgotten", () => {
  const restarts = createPodRestarts();
  for (let index = 0; index < 1_000; index += 1) {
    restarts.note(`u${index}`, 3, index);
    restarts.keep(new Set([`u${index}`]));
  }
  const kept = Array.from({ length: 1_000 }, (_, index) => restarts.recent(`u${index}`, 100, 1_000));
  expect(kept.filter((count) => count !== null)).toHaveLength(1);
});
