/** What a thread of a hunt does: it plays the seeds that it is given, one at a time, and tells what came of each. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { GT_VERSIONS } from "simulated-town";
import { FAULT_FAMILIES } from "./fault-plan.ts";
import { flagsOf } from "./options.ts";
import { countInto, playBegins } from "./pulse.ts";
import { report } from "./report.ts";
import { scheduleFor } from "./schedule.ts";
import { shrink, type Play } from "./shrink.ts";
import { newestLines } from "./trace.ts";

export const threadSchema = z.object({
  actors: z.number().optional(),
  faults: z.array(z.enum(FAULT_FAMILIES)),
  gt: z.enum(GT_VERSIONS),
  rivals: z.boolean(),
  pulse: z.instanceof(SharedArrayBuffer),
});
export const jobSchema = z.object({
  seed: z.number(),
  /** Tries of shrinking, should it fail; 0 to tell in one line. */
  shrinking: z.number(),
});
export type Job = z.infer<typeof jobSchema>;

/** By this name the guard asks a thread that hangs for its newest steps. */
export const NEWEST_LINES = "newestLinesOfTheTrace";

export function serve(play: Play): void {
  const { actors, faults, gt, rivals, pulse } = threadSchema.parse(workerData);
  const options = { actors, faults, gt };
  countInto(pulse);
  Object.assign(globalThis, { [NEWEST_LINES]: () => JSON.stringify(newestLines()) });
  const counted: Play = (schedule, isTraceKept) => {
    playBegins();
    return play(schedule, isTraceKept);
  };
  const port = parentPort;
  port?.on("message", (raw: unknown) => {
    const { seed, shrinking } = jobSchema.parse(raw);
    void (async () => {
      const schedule = scheduleFor(seed, options);
      const outcome = await counted(schedule);
      const { broken, hash, counts } = outcome;
      if (broken === null) {
        port.postMessage({ seed, hash, counts });
        return;
      }
      const line = `SEED ${seed} BREAKS INVARIANT ${broken.invariant}: ${broken.what}`;
      // Known before it is shrunk: a shorter schedule may hang.
      port.postMessage({ seed, breaks: line });
      const failure =
        shrinking === 0
          ? line
          : report(
              seed,
              await shrink(counted, schedule, outcome, shrinking),
              flagsOf({ ...options, rivals }),
            );
      port.postMessage({ seed, failure });
    })();
  });
}
