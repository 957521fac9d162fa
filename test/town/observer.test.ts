import { describe, expect, it } from "vitest";
import type { Wake } from "../../src/town/index.ts";
import { setUp } from "./observer-by-hand.ts";

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
    for (let wake = 0; wake < 50; wake += 1) observer.wake("asked");
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
    observer.wake("asked");
    clock.advance(4_000);
    expect(begun).toHaveLength(1);
    await end();
    clock.advance(100);
    expect(begun).toEqual([1_000, 5_100]);
  });

  it("does not read before it is started, for the resources are not all there yet", () => {
    const { clock, begun, observer } = setUp();
    observer.wake("asked");
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

  it("has what somebody asks for wait for the rest from the newest read alone, however many were just before it", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(12_000);
    await end();
    for (let read = 0; read < 3; read += 1) {
      observer.wake("changed");
      clock.advance(12_100);
      await end();
    }
    const before = begun.length;
    observer.wake("asked");
    clock.advance(35_999);
    expect(begun).toHaveLength(before);
    clock.advance(1);
    expect(begun).toHaveLength(before + 1);
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

  /** Wakes it each second for ten minutes, with reads of so many ms. @returns which part of that time it read. */
  const share = async (why: Wake, tookMs: number, isTrusted = true): Promise<number> => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    let busy = 0;
    let ended = 0;
    for (let time = 0; time < 600_000; time += 100) {
      if (time % 1_000 === 0) observer.wake(why);
      if (begun.length > ended) {
        busy += 100;
        if (clock.now() - (begun.at(-1) ?? 0) >= tookMs) {
          await end(isTrusted);
          ended += 1;
        }
      }
      clock.advance(100);
    }
    const closed = observer.close();
    await end();
    await closed;
    return busy / 600_000;
  };

  it.each<[Wake, number]>([
    ["expected", 500],
    ["expected", 20_000],
    ["hinted", 500],
    ["hinted", 2_000],
    ["hinted", 20_000],
    ["asked", 2_000],
    ["asked", 20_000],
  ])(
    "reads a quarter of the time at most while wakes (%s) come each second and a read takes %i ms",
    async (why, tookMs) => {
      expect(await share(why, tookMs)).toBeLessThan(0.32);
    },
  );

  it("reads for what is expected to go on at once where the town has rested, and else when it has", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(1_000);
    await end();
    observer.wake("expected");
    clock.advance(2_999);
    expect(begun).toHaveLength(1);
    clock.advance(1);
    expect(begun).toHaveLength(2);
    await end();
    clock.advance(20_000);
    observer.wake("expected");
    clock.advance(100);
    expect(begun).toHaveLength(3);
  });

  it("reads at once when the last of many has ended, of whom it was expected before", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(1_000);
    await end();
    observer.wake("expected");
    observer.wake("asked");
    clock.advance(100);
    expect(begun).toHaveLength(2);
  });

  it("serves what somebody asks for at once although the feed never rests", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    for (let second = 0; second < 120; second += 1) {
      observer.wake("hinted");
      clock.advance(1_000);
      await end();
    }
    const before = begun.length;
    observer.wake("asked");
    clock.advance(100);
    expect(begun).toHaveLength(before + 1);
  });

  it("does not take what hung for the town's load", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(20_000);
    await end(true, 1_000);
    observer.wake("hinted");
    clock.advance(100);
    expect(begun).toHaveLength(2);
  });

  it("still polls a town that does not answer, however often it is woken", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    for (let read = 0; read < 20; read += 1) {
      const before = begun.length;
      observer.wake("hinted");
      clock.advance(10_000);
      await end(false);
      observer.wake("hinted");
      clock.advance(30_000);
      expect(begun.length).toBeGreaterThan(before);
    }
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
    observer.wake("asked");
    clock.advance(600_000);
    expect(heard).toEqual([]);
    expect(begun).toHaveLength(1);
  });

  it("reads nothing when it is closed before it is started", async () => {
    const { clock, begun, observer } = setUp();
    await observer.close();
    observer.start();
    clock.advance(600_000);
    expect(begun).toEqual([]);
  });
});
