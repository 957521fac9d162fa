/** The simulated API has a real one's promise: a watch tells of each change, or that its history has a hole. */
import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { createGround, type Ground, type Process } from "./ground.ts";
import { scheduleFor } from "./schedule.ts";
import { openWatch } from "./sim-watch.ts";
import { createTrace } from "./trace.ts";

const life: Process = { number: 1, isDead: () => false, isCut: () => false, awake: (hear) => hear() };

/** What a watch from a version on says, until it is given up after so many ms. */
async function heard(ground: Ground, version: number, ms: number): Promise<readonly string[]> {
  const given = new AbortController();
  const query = { resourceVersion: String(version), timeoutSeconds: "3600" };
  const options = { ground, life, told: new Map(), onAnswered: () => undefined };
  const lines: string[] = [];
  const listening = (async () => {
    for await (const line of openWatch(options, "polecats", query, given.signal))
      lines.push(Buffer.from(line).toString());
  })().catch(() => undefined);
  const end = ground.time.now() + ms;
  await setImmediate();
  while (ground.time.step(end) !== null) await setImmediate();
  given.abort();
  await listening;
  return lines;
}

it("A watch that has lost something and is given up before it owns up to that leaves it to the next watch", async () => {
  const ground = createGround(
    scheduleFor(1, { actors: undefined, faults: [], gt: "1.0.1" }),
    createTrace(false),
  );
  const { store, activeFaults } = ground;
  const before = store.version;
  activeFaults.arm({ kind: "watch", how: "lost", plural: "polecats", forMs: 10 });
  ground.time.after(5, "lost", () => store.create("polecats", "Polecat", "one", { spec: {} }));
  ground.time.after(20, "told", () => store.create("polecats", "Polecat", "two", { spec: {} }));
  const first = await heard(ground, before, 500);
  expect(first.join("")).toContain('"two"');
  expect(first.join("")).not.toMatch(/"one"|410/);
  // It is resumed from the newest that was reported, as informers do; and nothing is owed once that was heard.
  expect((await heard(ground, store.version, 500)).join("")).toContain("410");
  expect(await heard(ground, store.version, 500)).toEqual([]);
});
