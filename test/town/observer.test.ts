import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createObserver, type TownObservation, type Wake } from "../../src/town/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { observation } from "./observations.ts";

const setUp = () => {
  const clock = createFakeClock(1_000);
  const begun: number[] = [];
  const heard: TownObservation[] = [];
  const errors: unknown[] = [];
  const glances: number[] = [];
  let isChanged = false;
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
    hasChanged: () => {
      glances.push(clock.now());
      return Promise.resolve(isChanged);
    },
    onObservation: (read) => heard.push(read),
    onError: (error) => errors.push(error),
  });
  const end = async (isTrusted = true, busyMs?: number): Promise<void> => {
    const startedAt = begun.at(-1) ?? 0;
    held?.end({ ...observation({ startedAt, isTrusted }), busyMs: busyMs ?? clock.now() - startedAt });
    await setImmediate();
  };
  const fail = async (error: unknown): Promise<void> => {
    held?.fail(error);
    await setImmediate();
  };
  const change = (): void => {
    isChanged = true;
  };
  return { clock, begun, heard, errors, glances, change, observer, end, fail };
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
    await observer.close().catch(() => undefined);
    return busy / 600_000;
  };

  it.each<[Wake, number]>([
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

  /** It has just read, which took so many ms. */
  const afterRead = async (tookMs: number) => {
    const at = setUp();
    at.observer.start();
    at.clock.advance(0);
    at.clock.advance(tookMs);
    await at.end();
    return at;
  };

  it("reads at once what a hint tells of while the town is to rest, where a glance shows a change", async () => {
    const { clock, begun, glances, change, observer } = await afterRead(5_000);
    change();
    observer.wake("hinted");
    clock.advance(100);
    expect(glances).toEqual([6_100]);
    await setImmediate();
    clock.advance(100);
    expect(begun).toEqual([1_000, 6_200]);
  });

  it("lets the town rest where a glance shows no change, and glances every two seconds at most", async () => {
    const { clock, begun, glances, observer } = await afterRead(5_000);
    for (let time = 0; time < 9_000; time += 100) {
      observer.wake("hinted");
      clock.advance(100);
      await setImmediate();
    }
    expect(begun).toHaveLength(1);
    expect(glances.length).toBeGreaterThan(2);
    expect(glances.every((at, index) => index === 0 || at - (glances[index - 1] ?? 0) >= 2_000)).toBe(true);
    clock.advance(2_000);
    expect(begun).toHaveLength(2);
  });

  it("reads at once what a glance shows also where the town is owed much, by changes of resources", async () => {
    const { clock, begun, change, observer, end } = await afterRead(6_000);
    observer.wake("asked");
    clock.advance(6_100);
    await end();
    observer.wake("asked");
    change();
    observer.wake("hinted");
    clock.advance(100);
    await setImmediate();
    clock.advance(100);
    expect(begun).toHaveLength(3);
  });

  it.each<[string, number, boolean]>([
    ["is slow", 15_000, true],
    ["does not answer", 5_000, false],
  ])("does not glance at a town that %s", async (_, tookMs, isTrusted) => {
    const { clock, glances, change, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(tookMs);
    await end(isTrusted);
    change();
    observer.wake("hinted");
    clock.advance(5_000);
    expect(glances).toEqual([]);
  });

  it("does not glance at what it reads anyway", async () => {
    const { clock, begun, glances, observer } = await afterRead(1_000);
    observer.wake("hinted");
    clock.advance(100);
    expect(begun).toHaveLength(2);
    observer.wake("hinted");
    clock.advance(20_000);
    expect(glances).toEqual([]);
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
});
