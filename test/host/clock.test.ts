import { expect, it } from "vitest";
import { steadyClock } from "../../src/host/index.ts";

it("A steady clock goes on from where it was when the machine's clock is set back", () => {
  let time = 1_000;
  const clock = steadyClock({ now: () => time, setTimer: () => () => undefined });
  expect(clock.now()).toBe(1_000);
  time = 400;
  expect(clock.now()).toBe(1_000);
  time = 700;
  expect(clock.now()).toBe(1_300);
  time = 100;
  expect(clock.now()).toBe(1_300);
  time = 250;
  expect(clock.now()).toBe(1_450);
});
