import { expect, it } from "vitest";
import { steadyClock } from "../../src/host/index.ts";

it("A steady clock stands still while the machine's clock was set back, and goes on from there", () => {
  let time = 1_000;
  const clock = steadyClock({ now: () => time, setTimer: () => () => undefined });
  expect(clock.now()).toBe(1_000);
  time = 400;
  expect(clock.now()).toBe(1_000);
  time = 1_001;
  expect(clock.now()).toBe(1_001);
});
