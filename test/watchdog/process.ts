/** A process with a watchdog of 2 s that does, after a while, what its argument says. Run by the tests beside it. */
import { readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startWatchdog } from "../../src/watchdog/index.ts";

const LIMIT_MS = 2_000;

const watchdog = startWatchdog(LIMIT_MS);

async function waitForEachOther(): Promise<void> {
  for (;;) await takeItsPlace();
}

async function takeItsPlace(): Promise<void> {
  await Promise.resolve();
}

function countWithoutEnd(): number {
  let count = 0;
  for (;;) count += count > 1e9 ? -count : 1;
}

const DEEDS: Readonly<Record<string, () => Promise<unknown> | number>> = {
  microtasks: waitForEachOther,
  synchronous: countWithoutEnd,
  /** The thread sleeps in a call of the system, as it does at a disk that does not answer. */
  blocked: () => readSync(0, Buffer.alloc(1)),
  /** Busy all the time, and the loop comes round. */
  async busy() {
    for (const endsAt = performance.now() + 2 * LIMIT_MS; performance.now() < endsAt;) {
      for (const until = performance.now() + LIMIT_MS / 4; performance.now() < until;);
      await sleep(0);
    }
  },
  stopped: () => sleep(Number(process.argv[3] ?? 4 * LIMIT_MS)),
  async closed() {
    await watchdog.close();
    for (const until = performance.now() + 2 * LIMIT_MS; performance.now() < until;);
  },
};

const deed = DEEDS[process.argv[2] ?? ""];
if (deed === undefined) throw new Error(`it takes one of ${Object.keys(DEEDS).join(", ")}`);
process.stdout.write("ready\n");
await sleep(200);
watchdog.note("recordProof of polecat/default/nux");
await deed();
process.stdout.write("done\n");
