import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { LONGEST_WAIT_MS, parseDuration } from "../../src/durations.ts";
import { systemTimer } from "../../src/kube/timer.ts";

it("A wait that setTimeout cannot hold does not end at once", async () => {
  let isFired = false;
  const cancel = systemTimer(2 ** 31, () => (isFired = true));
  // What cannot be held fires after 1 ms, so before this.
  await delay(10);
  cancel();
  expect(isFired).toBe(false);
});

it("A duration that no date can hold is ten years", () => {
  for (const text of ["9999999999999999999999999h", `${"9".repeat(400)}h`]) {
    const ms = parseDuration(text);
    expect(ms).toBe(LONGEST_WAIT_MS);
    expect(() => new Date(Date.now() + (ms ?? 0)).toISOString()).not.toThrow();
  }
});
