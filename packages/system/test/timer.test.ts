import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { endsWithin, systemTimer, untilAborted, type SetTimer } from "../src/index.ts";

it("A wait that setTimeout cannot hold does not end at once", async () => {
  let isFired = false;
  const cancel = systemTimer(2 ** 31, () => (isFired = true));
  // What cannot be held fires after 1 ms, so before this.
  await delay(10);
  cancel();
  expect(isFired).toBe(false);
});

/** Timers that a test lets go off by hand. */
function timersByHand(): { readonly setTimer: SetTimer; readonly armed: Set<() => void> } {
  const armed = new Set<() => void>();
  const setTimer: SetTimer = (_ms, fire) => {
    armed.add(fire);
    return () => void armed.delete(fire);
  };
  return { setTimer, armed };
}

it("Of work with a time limit it is known whether it ended in time, and its timer does not stay", async () => {
  const { setTimer, armed } = timersByHand();
  expect(await endsWithin(setTimer, 1_000, Promise.resolve("done"))).toBe(true);
  expect(armed.size).toBe(0);
  await expect(endsWithin(setTimer, 1_000, Promise.reject(new Error("it broke")))).rejects.toThrow(
    "it broke",
  );
  expect(armed.size).toBe(0);
  const endless = endsWithin(setTimer, 1_000, new Promise(() => undefined));
  for (const fire of armed) fire();
  expect(await endless).toBe(false);
});

it("Nobody waits for a promise beyond an abort, which says why", async () => {
  const gone = new AbortController();
  expect(await untilAborted(Promise.resolve(1), gone.signal)).toBe(1);
  const waiting = untilAborted(new Promise(() => undefined), gone.signal);
  gone.abort(new Error("the actor is gone"));
  await expect(waiting).rejects.toThrow("the actor is gone");
  await expect(untilAborted(Promise.resolve(1), gone.signal)).rejects.toThrow("the actor is gone");
});
