/** A thread whose schedules hang, break or hold by their seeds: what guards a hunt is put to the test with it. */
import { setImmediate } from "node:timers/promises";
import { stepDone } from "./pulse.ts";
import { serve } from "./serve.ts";
import { createTrace } from "./trace.ts";

async function loseItselfInMicrotasks(): Promise<void> {
  for (;;) await takeItsPlace();
}

async function takeItsPlace(): Promise<void> {
  await Promise.resolve();
}

function countWithoutEnd(): never {
  for (let count = 0; ; count += 1) if (count > 1e9) count = 0;
}

serve(async ({ seed }) => {
  const trace = createTrace(false);
  for (let step = 1; step <= 100; step += 1) {
    trace.note(`step ${step} of seed ${seed}`);
    stepDone();
  }
  if (seed === 2) await loseItselfInMicrotasks();
  if (seed === 4) countWithoutEnd();
  // Steps without end: the guard sees that the schedule as a whole does not come to one.
  while (seed === 6) {
    stepDone();
    await setImmediate();
  }
  const broken = seed === 5 ? ({ invariant: 1, what: "a nuke", at: 0 } as const) : null;
  return { broken, hash: trace.hash(), counts: { steps: 100 }, trace: [], journal: [] };
});
