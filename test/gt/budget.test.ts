import { setImmediate } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { createBudget } from "../../src/gt/budget.ts";
import * as commands from "../../src/gt/commands.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const TURN_MS = 5_000;

function setUp() {
  const clock = createFakeClock();
  const suspects = new Set<string>();
  const budget = createBudget({
    readsAtOnce: 2,
    timeoutMs: TURN_MS,
    setTimer: clock.setTimer,
    isSuspect: ({ rig }) => suspects.has(rig ?? ""),
  });
  const turns: string[] = [];
  const running = new Map<string, (value: string) => void>();
  const begun: string[] = [];
  const start = (name: string, command: commands.Command): Promise<string> =>
    budget.run(
      command,
      () => {
        const { promise, resolve } = Promise.withResolvers<string>();
        begun.push(name);
        running.set(name, resolve);
        return promise;
      },
      () => turns.push(name),
    );
  const end = (name: string): void => {
    running.get(name)?.(name);
    running.delete(name);
  };
  return { clock, start, end, running, begun, turns, suspects, budget };
}

const read = commands.health();
const stop = (rig: string) => commands.stopSession(rig, "nux");
const state = (running: ReadonlyMap<string, unknown>) => [...running.keys()].toSorted();

describe("the budget", () => {
  it("runs two reads at once, and the third when one has ended", async () => {
    const { start, end, running } = setUp();
    const all = ["a", "b", "c"].map((name) => start(name, read));
    await vi.waitFor(() => expect(state(running)).toEqual(["a", "b"]), WAIT_DEADLINE_MS);
    end("a");
    await vi.waitFor(() => expect(state(running)).toEqual(["b", "c"]), WAIT_DEADLINE_MS);
    end("b");
    end("c");
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
  });

  it("gives the place of a read that hangs to the next, and still delivers its late answer", async () => {
    const { clock, start, end, running } = setUp();
    const [hung] = ["hung", "slow", "next"].map((name) => start(name, read));
    await vi.waitFor(() => expect(state(running)).toEqual(["hung", "slow"]), WAIT_DEADLINE_MS);
    clock.advance(TURN_MS - 1);
    expect(state(running)).toEqual(["hung", "slow"]);
    clock.advance(1);
    await vi.waitFor(() => expect(state(running)).toEqual(["hung", "next", "slow"]), WAIT_DEADLINE_MS);
    end("hung");
    expect(await hung).toBe("hung");
  });

  it("writes in one rig one after another, in order", async () => {
    const { clock, start, end, running, begun } = setUp();
    const all = ["a", "b", "c"].map((name) => start(name, stop("alpha")));
    await vi.waitFor(() => expect(state(running)).toEqual(["a"]), WAIT_DEADLINE_MS);
    clock.advance(10 * TURN_MS);
    expect(state(running)).toEqual(["a"]);
    for (const name of ["a", "b", "c"]) {
      await vi.waitFor(() => expect(state(running)).toEqual([name]), WAIT_DEADLINE_MS);
      end(name);
    }
    await Promise.all(all);
    expect(begun).toEqual(["a", "b", "c"]);
  });

  it("writes in two rigs at once, and reads while they write", async () => {
    const { start, running } = setUp();
    void start("alpha", stop("alpha"));
    void start("beta", stop("beta"));
    void start("town", commands.createConvoy("Wave", ["al-1"]));
    void start("read", read);
    await vi.waitFor(
      () => expect(state(running)).toEqual(["alpha", "beta", "read", "town"]),
      WAIT_DEADLINE_MS,
    );
  });

  it("says when it is gt that a read waits for, and no longer a place", async () => {
    const { start, end, running, turns } = setUp();
    for (const name of ["a", "b", "c"]) void start(name, read);
    await vi.waitFor(() => expect(state(running)).toEqual(["a", "b"]), WAIT_DEADLINE_MS);
    expect(turns).toEqual(["a", "b"]);
    end("a");
    await vi.waitFor(() => expect(turns).toEqual(["a", "b", "c"]), WAIT_DEADLINE_MS);
  });

  it("keeps its places for those who answer: what belongs to a circuit that hangs is asked aside, one at a time", async () => {
    const { start, end, running, turns, suspects } = setUp();
    for (const rig of ["alpha", "beta", "gamma"]) {
      suspects.add(rig);
      void start(rig, commands.mergeQueue(rig));
    }
    const sound = ["one", "two", "three"].map((rig) => start(rig, commands.mergeQueue(rig)));
    await vi.waitFor(() => expect(state(running)).toEqual(["alpha", "one", "two"]), WAIT_DEADLINE_MS);
    expect(turns).toEqual(expect.arrayContaining(["alpha", "beta", "gamma"]));
    end("one");
    end("two");
    await vi.waitFor(() => expect(state(running)).toEqual(["alpha", "three"]), WAIT_DEADLINE_MS);
    end("three");
    expect(await Promise.all(sound)).toEqual(["one", "two", "three"]);
  });

  it("asks nothing of a rig while an earlier call to it hangs", async () => {
    const { clock, start, end, running, begun } = setUp();
    void start("hung", commands.mergeQueue("alpha"));
    clock.advance(TURN_MS);
    await setImmediate();
    const later = start("later", commands.listRigPolecats("alpha"));
    void start("other", commands.mergeQueue("beta"));
    await vi.waitFor(() => expect(begun).toEqual(["hung", "other"]), WAIT_DEADLINE_MS);
    clock.advance(10 * TURN_MS);
    await setImmediate();
    expect(begun).toEqual(["hung", "other"]);
    end("hung");
    await vi.waitFor(() => expect(state(running)).toContain("later"), WAIT_DEADLINE_MS);
    end("later");
    expect(await later).toBe("later");
  });

  it("asks for the town's health whatever hangs", async () => {
    const { clock, start, begun } = setUp();
    void start("hung", read);
    clock.advance(TURN_MS);
    void start("again", read);
    await vi.waitFor(() => expect(begun).toEqual(["hung", "again"]), WAIT_DEADLINE_MS);
  });

  it("keeps nothing of rigs and circuits whose calls have ended", async () => {
    const { budget, clock } = setUp();
    for (let index = 0; index < 200; index += 1) {
      await budget.run(stop(`rig${index}`), () => Promise.resolve());
      await budget.run(commands.mergeQueue(`rig${index}`), () => Promise.resolve());
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const hung = budget.run(commands.mergeQueue(`slow${index}`), () => promise);
      clock.advance(TURN_MS);
      resolve(undefined);
      await hung;
    }
    await vi.waitFor(() => expect(budget.size).toBe(0), WAIT_DEADLINE_MS);
  });

  it("goes on after a write that failed", async () => {
    const budget = createBudget({
      readsAtOnce: 2,
      timeoutMs: TURN_MS,
      setTimer: () => () => undefined,
      isSuspect: () => false,
    });
    await expect(budget.run(stop("alpha"), () => Promise.reject(new Error("refused")))).rejects.toThrow(
      "refused",
    );
    await expect(budget.run(read, () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    expect(await budget.run(stop("alpha"), () => Promise.resolve("done"))).toBe("done");
  });
});
