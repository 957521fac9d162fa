/**
 * src/watchdog/: ends a process whose event loop is starved.
 *
 * In: the beats of the event loop, and what is about to be done. Out: a message with the actor and the stack on stderr, and
 * the end of the process with code 70, when the loop has not come round for the limit. A loop in microtasks stops everything
 * else in its thread, signals and probes too; so who looks for it runs in a thread of its own.
 */
import { existsSync } from "node:fs";
import { url as debuggerUrl } from "node:inspector";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { createBoard } from "./board.ts";

export interface Watchdog {
  /** What is about to be done, such as `recordProof of polecat/default/nux`. Costs less than a microsecond. */
  readonly note: (doing: string) => void;
  readonly close: () => Promise<void>;
}

/** Beats a limit: a loop that is only busy comes round in time. */
const BEATS_A_LIMIT = 20;
const LONGEST_BEAT_MS = 1_000;
/** In a checkout as source, beside the bundle as a bundled file. */
const PLACES = ["./thread.ts", "./watchdog.mjs"];

/** @param limitMs how long the event loop may not come round. */
export function startWatchdog(limitMs: number): Watchdog {
  const board = createBoard();
  const beat = (): void => board.beat(debuggerUrl() !== undefined);
  const timer = setInterval(beat, Math.min(LONGEST_BEAT_MS, limitMs / BEATS_A_LIMIT));
  timer.unref();
  const worker = new Worker(threadFile(), {
    workerData: { memory: board.memory, limitMs },
    // What runs the operator's thread, such as a debugger's port, is not for this one.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  worker.unref();
  return {
    note: board.write,
    async close() {
      clearInterval(timer);
      await worker.terminate();
    },
  };
}

function threadFile(): string {
  const found = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
  if (found === undefined) throw new Error("the watchdog is missing from this installation: install it anew");
  return found;
}
