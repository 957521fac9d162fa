import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createObserver, createPatience, type TownObservation } from "../../src/town/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { observation } from "./observations.ts";

const setUp = () => {
  const clock = createFakeClock(1_000);
  const begun: number[] = [];
  const heard: TownObservation[] = [];
  const errors: unknown[] = [];
  let held: { end: (read: TownObservation) => void; fail: (error: unknown) => void } | null = null;
  const observer = createObserver({
    clock,
    pollMs: 30_000,
    gatherMs: 100,
    request: () => ({ rigs: [], beads: [], watched: [], countsIssues: false }),
    observe: () => {
      begun.push(clock.now());
      return new Promise((resolve, reject) => (held = { end: resolve, fail: reject }));
    },
    onObservation: (read) => heard.push(read),
    onError: (error) => errors.push(error),
  });
  const end = async (isTrusted = true): Promise<void> => {
    held?.end(observation({ startedAt: begun.at(-1) ?? 0, isTrusted }));
    await setImmediate();
  };
  const fail = async (error: unknown): Promise<void> => {
    held?.fail(error);
    await setImmediate();
  };
  return { clock, begun, heard, errors, observer, end, fail };
};

describe("The observer", () => {
  it("reads at once when it starts, and then at every poll", async () => {
    const { clock, begun, heard, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    await end();
    clock.advance(29_999);
    expect(begun).toEqual([1_000]);
    clock.advance(1);
    expect(begun).toEqual([1_000, 31_000]);
    expect(heard).toHaveLength(1);
    expect(observer.lastObservedAt).toBe(1_000);
  });

  it("makes one read of many wakes, a moment later", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    await end();
    for (let wake = 0; wake < 50; wake += 1) observer.wake();
    clock.advance(100);
    expect(begun).toEqual([1_000, 1_100]);
    await end();
    clock.advance(5_000);
    expect(begun).toHaveLength(2);
  });

  it("never reads twice at once: a wake during a read leads to another one behind it", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    observer.wake();
    clock.advance(60_000);
    expect(begun).toHaveLength(1);
    await end();
    clock.advance(100);
    expect(begun).toEqual([1_000, 61_100]);
  });

  it("does not read before it is started, for the resources are not all there yet", () => {
    const { clock, begun, observer } = setUp();
    observer.wake();
    clock.advance(60_000);
    expect(begun).toEqual([]);
    observer.start();
    clock.advance(0);
    expect(begun).toHaveLength(1);
  });

  it("lets a slow town rest three times as long as it took", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(20_000);
    await end();
    clock.advance(59_999);
    expect(begun).toHaveLength(1);
    clock.advance(1);
    expect(begun).toHaveLength(2);
  });

  it("reads again at the next poll after a read that hung: the town was not slow, it did not answer", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(20_000);
    await end(false);
    clock.advance(30_000);
    expect(begun).toHaveLength(2);
  });

  it("rests five minutes at most, also when the clock was set forward during a read", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(3_600_000);
    await end();
    clock.advance(300_000);
    expect(begun).toHaveLength(2);
  });

  it("goes on after a defect of a read", async () => {
    const { clock, begun, errors, observer, fail } = setUp();
    observer.start();
    clock.advance(0);
    await fail(new Error("a defect"));
    expect(errors).toEqual([new Error("a defect")]);
    clock.advance(30_000);
    expect(begun).toHaveLength(2);
    expect(observer.lastObservedAt).toBeNull();
  });

  it("is closed once the read under way has ended, which nobody hears of any more", async () => {
    const { clock, begun, heard, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    const closed = observer.close();
    await end();
    await closed;
    observer.wake();
    clock.advance(600_000);
    expect(heard).toEqual([]);
    expect(begun).toHaveLength(1);
  });
});

describe("Patience", () => {
  it("gives up a late read with a reading that says so, and lets the others be", async () => {
    const clock = createFakeClock();
    const patience = createPatience(clock, 10_000);
    const late = patience.wait("mq list alpha", () => new Promise(() => undefined));
    clock.advance(10_000);
    expect(await late).toEqual({
      ok: false,
      reason: "Timeout",
      message: "gt mq list alpha has not answered for 10 s",
    });
    expect(await patience.wait("mq list beta", () => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
  });

  it("gives a read that once took long three times that", async () => {
    const clock = createFakeClock();
    const patience = createPatience(clock, 10_000);
    const { promise, resolve } = Promise.withResolvers<number>();
    const first = patience.wait("polecat list", () => promise);
    clock.advance(12_000);
    expect(await first).toMatchObject({ ok: false });
    resolve(1);
    await setImmediate();
    const second = patience.wait("polecat list", () => new Promise(() => undefined));
    clock.advance(35_999);
    expect(await Promise.race([second, setImmediate("still waiting")])).toBe("still waiting");
    clock.advance(1);
    expect(await second).toMatchObject({ ok: false, reason: "Timeout" });
  });

  it("gives no read more than a minute, whatever the clock made of the one before", async () => {
    const clock = createFakeClock();
    const patience = createPatience(clock, 10_000);
    const { promise, resolve } = Promise.withResolvers<number>();
    const first = patience.wait("show", () => {
      clock.advance(9_000);
      return promise;
    });
    resolve(1);
    await first;
    for (let times = 0; times < 3; times += 1) {
      const { promise: next, resolve: answer } = Promise.withResolvers<number>();
      const slow = patience.wait("show", () => next);
      clock.advance(26_000 + times);
      answer(2);
      await slow;
    }
    const hanging = patience.wait("show", () => new Promise(() => undefined));
    clock.advance(60_000);
    expect(await hanging).toMatchObject({ ok: false, reason: "Timeout" });
  });

  it("names the reason of a typed failure, and calls any other a defect", async () => {
    const patience = createPatience(createFakeClock(), 10_000);
    const typed = Object.assign(new Error("no Dolt"), { reason: "DoltDown" });
    expect(await patience.wait("show", () => Promise.reject(typed))).toEqual({
      ok: false,
      reason: "DoltDown",
      message: "no Dolt",
    });
    expect(await patience.wait("show", () => Promise.reject(new TypeError("a defect")))).toMatchObject({
      reason: "InternalError",
    });
  });
});
