import { describe, expect, it, vi } from "vitest";
import { createBudget } from "../../src/gt/budget.ts";
import * as commands from "../../src/gt/commands.ts";
import { createFakeClock } from "../host/fake-clock.ts";

const PATIENCE_MS = 5_000;

function setUp() {
  const clock = createFakeClock();
  const budget = createBudget({ readsAtOnce: 2, patienceMs: PATIENCE_MS, setTimer: clock.setTimer });
  const running = new Map<string, (value: string) => void>();
  const begun: string[] = [];
  const start = (name: string, command: commands.Command): Promise<string> =>
    budget.run(command, () => {
      const { promise, resolve } = Promise.withResolvers<string>();
      begun.push(name);
      running.set(name, resolve);
      return promise;
    });
  const end = (name: string): void => {
    running.get(name)?.(name);
    running.delete(name);
  };
  return { clock, start, end, running, begun };
}

const read = commands.health();
const stop = (rig: string) => commands.stopSession(rig, "nux");
const state = (running: ReadonlyMap<string, unknown>) => [...running.keys()].toSorted();

describe("the budget", () => {
  it("runs two reads at once, and the third when one has ended", async () => {
    const { start, end, running } = setUp();
    const all = ["a", "b", "c"].map((name) => start(name, read));
    await vi.waitFor(() => expect(state(running)).toEqual(["a", "b"]));
    end("a");
    await vi.waitFor(() => expect(state(running)).toEqual(["b", "c"]));
    end("b");
    end("c");
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
  });

  it("gives the place of a read that hangs to the next, and still delivers its late answer", async () => {
    const { clock, start, end, running } = setUp();
    const [hung] = ["hung", "slow", "next"].map((name) => start(name, read));
    await vi.waitFor(() => expect(state(running)).toEqual(["hung", "slow"]));
    clock.advance(PATIENCE_MS - 1);
    expect(state(running)).toEqual(["hung", "slow"]);
    clock.advance(1);
    await vi.waitFor(() => expect(state(running)).toEqual(["hung", "next", "slow"]));
    end("hung");
    expect(await hung).toBe("hung");
  });

  it("writes in one rig one after another, in order", async () => {
    const { clock, start, end, running, begun } = setUp();
    const all = ["a", "b", "c"].map((name) => start(name, stop("alpha")));
    await vi.waitFor(() => expect(state(running)).toEqual(["a"]));
    clock.advance(10 * PATIENCE_MS);
    expect(state(running)).toEqual(["a"]);
    for (const name of ["a", "b", "c"]) {
      await vi.waitFor(() => expect(state(running)).toEqual([name]));
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
    await vi.waitFor(() => expect(state(running)).toEqual(["alpha", "beta", "read", "town"]));
  });

  it("goes on after a write that failed", async () => {
    const budget = createBudget({ readsAtOnce: 2, patienceMs: PATIENCE_MS, setTimer: () => () => undefined });
    await expect(budget.run(stop("alpha"), () => Promise.reject(new Error("refused")))).rejects.toThrow(
      "refused",
    );
    await expect(budget.run(read, () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    expect(await budget.run(stop("alpha"), () => Promise.resolve("done"))).toBe("done");
  });
});
