/** The watchdog's thread. It shares nothing with the operator's but the board, so that it runs whatever the operator does. */
import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { createBoard, type Reading } from "./board.ts";
import { sampleStacks, type Debuggee } from "./stack.ts";
import { createStarvation } from "./starvation.ts";

/** sysexits' "internal software error": no other end of the operator has this code. */
const EXIT_CODE = 70;
const LOOKS_A_LIMIT = 20;
const LONGEST_INTERVAL_MS = 1_000;
const STACK_MS = 2_000;

interface Data {
  readonly memory: SharedArrayBuffer;
  readonly limitMs: number;
}

const { memory, limitMs } = workerData as Data;
const board = createBoard(memory);
const intervalMs = Math.min(LONGEST_INTERVAL_MS, limitMs / LOOKS_A_LIMIT);
const starvation = createStarvation(intervalMs);
const timer = setInterval(() => {
  const reading = board.read();
  const starvedMs = starvation.look(performance.now(), reading.beats);
  if (starvedMs < limitMs || reading.isDebugged) return;
  clearInterval(timer);
  void end(reading, starvedMs);
}, intervalMs);

async function end(reading: Reading, starvedMs: number): Promise<void> {
  // Not through the streams of this thread: those are served by the one that starves.
  writeSync(2, `${messageOf(reading, starvedMs)}\n`);
  const session = new Session();
  session.connectToMainThread();
  const stack = await sampleStacks(debuggeeOf(session), STACK_MS);
  const at = stack.length === 0 ? ["in a call of the system: its stack cannot be read"] : stack;
  writeSync(2, `${at.map((line) => `    ${line}`).join("\n")}\n`);
  // By the thread itself: the kernel sends no deadly signal to the first process of a container from inside of it.
  session.post("Runtime.evaluate", { expression: `process.exit(${EXIT_CODE})` });
  session.disconnect();
  setTimeout(() => process.kill(process.pid, "SIGKILL"), STACK_MS);
}

function messageOf({ text, isOfThisTurn }: Reading, starvedMs: number): string {
  const last = isOfThisTurn ? `It began with ${text}` : `The last that it did for an actor was ${text}`;
  return [
    `The event loop has not come round for ${Math.round(starvedMs / 1_000)} s, so that no probe, timer or signal is served.`,
    text === "" ? "It has done nothing for an actor yet." : `${last}.`,
    `The process ends now with code ${EXIT_CODE}; a restart is safe. Please report this with the stack:`,
  ].join(" ");
}

function debuggeeOf(session: Session): Debuggee {
  return {
    post: (method, params) => session.post(method, params),
    onScript: (hear) => session.on("Debugger.scriptParsed", ({ params }) => hear(params)),
    onPaused: (hear) => session.on("Debugger.paused", ({ params }) => hear(params.callFrames)),
  };
}
