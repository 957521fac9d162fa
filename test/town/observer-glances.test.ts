import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { afterRead, setUp } from "./observer-by-hand.ts";

describe("The observer", () => {
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

  it("lets the town rest where resources change it themselves, whatever a glance shows of that", async () => {
    const { clock, begun, change, beChanging, observer } = await afterRead(5_000);
    change();
    beChanging();
    for (let time = 0; time < 14_000; time += 100) {
      observer.wake("suspected");
      clock.advance(100);
      await setImmediate();
    }
    expect(begun).toHaveLength(1);
    clock.advance(2_000);
    expect(begun).toHaveLength(2);
  });

  it("reads at once where a glance finds the database away, also while resources change the town", async () => {
    const { clock, begun, change, beChanging, goAway, observer } = await afterRead(5_000);
    change();
    beChanging();
    goAway();
    observer.wake("suspected");
    clock.advance(100);
    await setImmediate();
    clock.advance(100);
    expect(begun).toHaveLength(2);
  });

  it.each<[string, number, boolean]>([
    ["is slow over a small question", 4_000, true],
    ["does not answer", 10, false],
  ])("does not glance at a town that %s", async (_, answerMs, isTrusted) => {
    const { clock, glances, change, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(15_000);
    await end(isTrusted, 15_000, answerMs);
    change();
    observer.wake("hinted");
    clock.advance(5_000);
    expect(glances).toEqual([]);
  });

  it("reads a slow town not before its poll, however often its files hint at changes", async () => {
    const { clock, begun, glances, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(10_000);
    await end(true, 10_000, 4_000);
    for (let time = 0; time < 29_900; time += 100) {
      observer.wake("hinted");
      clock.advance(100);
      await setImmediate();
    }
    expect([begun.length, glances.length]).toEqual([1, 0]);
    clock.advance(200);
    expect(begun).toHaveLength(2);
  });

  it("reads a slow town early for what a person asks for, also behind a hint", async () => {
    const { clock, begun, observer, end } = setUp();
    observer.start();
    clock.advance(0);
    clock.advance(10_000);
    await end(true, 10_000, 4_000);
    observer.wake("hinted");
    observer.wake("asked");
    clock.advance(200);
    expect(begun).toHaveLength(2);
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

  it("glances at a town that is slow only over its lists", async () => {
    const { clock, glances, observer } = await afterRead(15_000);
    observer.wake("hinted");
    clock.advance(100);
    expect(glances).toHaveLength(1);
  });

  it("glances beside a read that begins at once, where reads take long", async () => {
    const { clock, begun, glances, told, change, observer } = await afterRead(5_000);
    clock.advance(29_000);
    change();
    observer.wake("hinted");
    clock.advance(100);
    await setImmediate();
    expect(begun).toHaveLength(2);
    expect(glances).toEqual([35_100]);
    expect(told).toHaveLength(1);
  });

  it("tells by a glance what a hint during a long read tells of, before that read ends", async () => {
    const { clock, begun, heard, told, change, observer, end } = await afterRead(5_000);
    clock.advance(30_000);
    clock.advance(2_000);
    change();
    observer.wake("hinted");
    clock.advance(100);
    await setImmediate();
    expect(told.map(({ ended }) => [...ended])).toEqual([["al-1"]]);
    expect(heard).toHaveLength(1);
    await end();
    clock.advance(100);
    expect(begun).toHaveLength(3);
  });

  it("reads no more for a change that the read shows which was under way", async () => {
    const { clock, begun, change, stay, holdGlances, observer, end } = await afterRead(5_000);
    clock.advance(29_900);
    change();
    const endGlance = holdGlances();
    observer.wake("hinted");
    clock.advance(101);
    await endGlance();
    stay();
    expect(begun).toHaveLength(2);
    clock.advance(4_000);
    await end();
    clock.advance(10_000);
    expect(begun).toHaveLength(3);
  });

  it("glances once more for a hint that comes during a glance", async () => {
    const { clock, glances, holdGlances, observer } = await afterRead(5_000);
    const endGlance = holdGlances();
    observer.wake("hinted");
    clock.advance(100);
    expect(glances).toHaveLength(1);
    observer.wake("hinted");
    clock.advance(50);
    await endGlance();
    clock.advance(2_000);
    expect(glances).toHaveLength(2);
  });

  it("glances for what is only suspected, and reads nothing where there is nothing", async () => {
    const { clock, begun, glances, observer } = await afterRead(500);
    clock.advance(10_000);
    observer.wake("suspected");
    clock.advance(100);
    await setImmediate();
    expect(glances).toHaveLength(1);
    clock.advance(5_000);
    expect(begun).toHaveLength(1);
  });

  it("glances once between two polls where the town is left to rest for longer", async () => {
    const { clock, begun, told, change } = await afterRead(20_000);
    const reads = begun.length;
    change();
    clock.advance(30_100);
    await setImmediate();
    expect(told).toHaveLength(1);
    expect(begun).toHaveLength(reads);
  });
});
