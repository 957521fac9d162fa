import { describe, expect, it } from "vitest";
import { createStarvation } from "../../src/watchdog/starvation.ts";

/** Looks each second; the last moment and the beats of each. */
function starvedAfter(looks: readonly (readonly [now: number, beats: number])[]): number {
  const starvation = createStarvation(1_000);
  return looks.map(([now, beats]) => starvation.look(now, beats)).at(-1) ?? 0;
}
const everySecond = (count: number, beats: (look: number) => number): [number, number][] =>
  Array.from({ length: count }, (_, look) => [look * 1_000, beats(look)]);

describe("Starvation", () => {
  it("grows while looks come in time and the loop does not come round", () => {
    expect(starvedAfter(everySecond(31, () => 7))).toBe(30_000);
  });

  it("is none where the loop comes round, however seldom", () => {
    expect(starvedAfter(everySecond(100, (look) => Math.floor(look / 20)))).toBeLessThan(20_000);
    expect(starvedAfter([...everySecond(50, () => 7), [50_000, 8]])).toBe(0);
  });

  it("does not count the time for which the process was stopped or the machine slept", () => {
    const before = everySecond(10, (look) => look);
    expect(starvedAfter([...before, [3_600_000, 9], [3_601_000, 9]])).toBe(1_000);
  });

  it("does not count what a machine under load lets this thread miss, too", () => {
    const slow = Array.from({ length: 20 }, (_, look): [number, number] => [look * 2_500, 7]);
    expect(starvedAfter(slow)).toBe(0);
  });
});
