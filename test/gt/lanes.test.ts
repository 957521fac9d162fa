import { expect, it } from "vitest";
import { createLanes } from "../../src/gt/index.ts";

it("A lane is kept while something runs or waits in it, also over 100,000 beads", async () => {
  const lanes = createLanes();
  const order: string[] = [];
  for (let index = 0; index < 100_000; index += 1) {
    await lanes.run(`bead al-${index}`, () => Promise.resolve());
  }
  expect(lanes.size).toBe(0);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const first = lanes.run("rig alpha", async () => {
    await promise;
    order.push("first");
  });
  const failing = lanes.run("rig alpha", () => Promise.reject(new Error("refused")));
  const second = lanes.run("rig alpha", async () => {
    await Promise.resolve();
    order.push("second");
  });
  expect(lanes.size).toBe(1);
  resolve(undefined);
  await Promise.allSettled([first, failing, second]);
  expect(order).toEqual(["first", "second"]);
  expect(lanes.size).toBe(0);
});

it("What has a higher priority goes before what waits in its lane, and interrupts nothing", async () => {
  const lanes = createLanes();
  const order: string[] = [];
  const note = (what: string) => (): Promise<void> => {
    order.push(what);
    return Promise.resolve();
  };
  await Promise.all([
    lanes.run("rig alpha", note("runs")),
    lanes.run("rig alpha", note("waits")),
    lanes.run("rig alpha", note("is urgent"), 1),
  ]);
  expect(order).toEqual(["runs", "is urgent", "waits"]);
});
