import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { GtError } from "../../src/gt/index.ts";
import { createAdaptiveTimeouts } from "../../src/town/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";

const hangs = (onTurn: () => void): Promise<never> => {
  onTurn();
  return new Promise(() => undefined);
};

describe("Adaptive timeouts", () => {
  it("gives up a late read with a reading that says so, and lets the others be", async () => {
    const clock = createFakeClock();
    const timeouts = createAdaptiveTimeouts(clock, 10_000);
    const late = timeouts.wait("mq list alpha", hangs);
    clock.advance(10_000);
    expect(await late).toEqual({
      ok: false,
      reason: "Timeout",
      message: "gt mq list alpha has not answered for 10 s",
    });
    expect(await timeouts.wait("mq list beta", () => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
  });

  it("does not count the time in which a read waits for its place", async () => {
    const clock = createFakeClock();
    const timeouts = createAdaptiveTimeouts(clock, 10_000);
    const { promise: place, resolve: give } = Promise.withResolvers<undefined>();
    const waiting = timeouts.wait("mq list alpha", async (onTurn) => {
      await place;
      return hangs(onTurn);
    });
    clock.advance(60_000);
    expect(await Promise.race([waiting, setImmediate("still waiting")])).toBe("still waiting");
    give(undefined);
    await setImmediate();
    clock.advance(10_000);
    expect(await waiting).toMatchObject({ ok: false, reason: "Timeout" });
  });

  it("says of a call that was held back what had failed, in words that stay the same", async () => {
    const timeouts = createAdaptiveTimeouts(createFakeClock(), 10_000);
    const cause = new GtError("Timeout", "mq list", "gt mq list did not answer within 30 s");
    const held = new GtError("Timeout", "mq list", `${cause.message} (next try in 7 s)`, {
      cause,
      retryAfterMs: 7_000,
    });
    expect(await timeouts.wait("mq list alpha", () => Promise.reject(held))).toEqual({
      ok: false,
      reason: "Timeout",
      message: cause.message,
    });
  });

  it("gives a read that once took long three times that", async () => {
    const clock = createFakeClock();
    const timeouts = createAdaptiveTimeouts(clock, 10_000);
    const { promise, resolve } = Promise.withResolvers<number>();
    const first = timeouts.wait("polecat list", (onTurn) => {
      onTurn();
      return promise;
    });
    clock.advance(12_000);
    expect(await first).toMatchObject({ ok: false });
    resolve(1);
    await setImmediate();
    const second = timeouts.wait("polecat list", hangs);
    clock.advance(35_999);
    expect(await Promise.race([second, setImmediate("still waiting")])).toBe("still waiting");
    clock.advance(1);
    expect(await second).toMatchObject({ ok: false, reason: "Timeout" });
  });

  it("gives no read more than a minute, whatever the clock made of the one before", async () => {
    const clock = createFakeClock();
    const timeouts = createAdaptiveTimeouts(clock, 10_000);
    const { promise, resolve } = Promise.withResolvers<number>();
    const first = timeouts.wait("show", () => {
      clock.advance(9_000);
      return promise;
    });
    resolve(1);
    await first;
    for (let times = 0; times < 3; times += 1) {
      const { promise: next, resolve: answer } = Promise.withResolvers<number>();
      const slow = timeouts.wait("show", () => next);
      clock.advance(26_000 + times);
      answer(2);
      await slow;
    }
    const hanging = timeouts.wait("show", hangs);
    clock.advance(60_000);
    expect(await hanging).toMatchObject({ ok: false, reason: "Timeout" });
  });

  it("names the reason of a typed failure, and calls any other a defect", async () => {
    const timeouts = createAdaptiveTimeouts(createFakeClock(), 10_000);
    const typed = Object.assign(new Error("no Dolt"), { reason: "DoltDown" });
    expect(await timeouts.wait("show", () => Promise.reject(typed))).toEqual({
      ok: false,
      reason: "DoltDown",
      message: "no Dolt",
    });
    expect(await timeouts.wait("show", () => Promise.reject(new TypeError("a defect")))).toMatchObject({
      reason: "InternalError",
    });
  });
});
