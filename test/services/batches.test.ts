import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createLanes } from "../../src/gt/index.ts";
import { Batches } from "../../src/services/batches.ts";

const NEVER = new AbortController().signal;

/** Batches of names; each read is answered by hand. */
const setUp = (most = 10) => {
  const reads: { readonly key: string; readonly members: readonly string[] }[] = [];
  const answers: PromiseWithResolvers<string>[] = [];
  const lanes = createLanes();
  const batches = new Batches<string, string>({
    lanes,
    name: "batches of",
    most: () => most,
    read: (key, members) => {
      reads.push({ key, members });
      const answer = Promise.withResolvers<string>();
      answers.push(answer);
      return answer.promise;
    },
  });
  const ask = (member: string, use = (read: string) => Promise.resolve(read), signal = NEVER) =>
    batches.run("alpha", { member, signal }, use);
  return { lanes, reads, answers, batches, ask };
};

describe("A batch", () => {
  it("serves all that asked before its read began, and nobody who asked later", async () => {
    const { reads, answers, ask } = setUp();
    const first = ask("one");
    await setImmediate();
    const others = [ask("two"), ask("three")];
    answers[0]?.resolve("old");
    expect(await first).toBe("old");
    await setImmediate();
    answers[1]?.resolve("new");
    expect(await Promise.all(others)).toEqual(["new", "new"]);
    expect(reads.map(({ members }) => members)).toEqual([["one"], ["two", "three"]]);
  });

  it("is read once all of the one before have ended their use of it", async () => {
    const { reads, answers, ask } = setUp();
    const use = Promise.withResolvers<string>();
    const first = ask("one", () => use.promise);
    await setImmediate();
    const second = ask("two");
    answers[0]?.resolve("read");
    await setImmediate();
    expect(reads).toHaveLength(1);
    use.reject(new Error("refused"));
    await expect(first).rejects.toThrow("refused");
    await setImmediate();
    answers[1]?.resolve("read again");
    expect(await second).toBe("read again");
  });

  it("serves no more than it may", async () => {
    const { reads, answers, ask } = setUp(2);
    const all = [ask("one"), ask("two"), ask("three"), ask("four")];
    for (let read = 0; read < 3; read += 1) {
      await setImmediate();
      answers[read]?.resolve("read");
    }
    await Promise.all(all);
    expect(reads.map(({ members }) => members.length)).toEqual([1, 2, 1]);
  });

  it("that cannot be read fails all of its own, and not the next one", async () => {
    const { answers, ask } = setUp();
    const first = ask("one");
    await setImmediate();
    const second = ask("two");
    answers[0]?.reject(new Error("no answer"));
    await expect(first).rejects.toThrow("no answer");
    await setImmediate();
    answers[1]?.resolve("read");
    expect(await second).toBe("read");
  });

  it("is not read for those who have left, and keeps nothing", async () => {
    const { lanes, reads, answers, ask } = setUp();
    const leaving = new AbortController();
    const first = ask("one");
    await setImmediate();
    const second = ask("two", undefined, leaving.signal);
    leaving.abort(new Error("left"));
    answers[0]?.resolve("read");
    expect(await first).toBe("read");
    await expect(second).rejects.toThrow("left");
    await setImmediate();
    expect(reads).toHaveLength(1);
    expect(lanes.size).toBe(0);
  });

  it("of one key waits for no other", async () => {
    const { reads, batches, ask } = setUp();
    void ask("one");
    void batches.run("beta", { member: "two", signal: NEVER }, (read) => Promise.resolve(read));
    await setImmediate();
    expect(reads.map(({ key }) => key)).toEqual(["alpha", "beta"]);
  });
});
