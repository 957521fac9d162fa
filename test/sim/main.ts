/** `npm run sim`: many seeds on several threads, each schedule in one of them; exits 1 when an invariant breaks. */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { z } from "zod";
import { FAULT_FAMILIES } from "./fault-plan.ts";
import { flagsOf, readOptions, type SimOptions } from "./options.ts";
import { report } from "./report.ts";
import { scheduleFor } from "./schedule.ts";
import { shrink } from "./shrink.ts";
import { simulateRivals } from "./rivals/rivals.ts";
import { simulate } from "./simulation.ts";

/** Shrinking and printing every one of many failures would hide the first. */
const MOST_REPORTS = 3;

const message = z.union([
  z.object({ seed: z.number(), hash: z.string(), steps: z.number(), calls: z.number() }),
  z.object({ seed: z.number(), failure: z.string() }),
]);
type Message = z.infer<typeof message>;

const share = z.object({
  seeds: z.array(z.number()),
  actors: z.number().optional(),
  faults: z.array(z.enum(FAULT_FAMILIES)),
  rivals: z.boolean(),
});

async function work(data: unknown, tell: (message: Message) => void): Promise<void> {
  const { seeds, actors, faults, rivals } = share.parse(data);
  const play = rivals ? simulateRivals : simulate;
  let reports = 0;
  for (const seed of seeds) {
    const schedule = scheduleFor(seed, { actors, faults });
    const outcome = await play(schedule);
    if (outcome.broken === null) {
      tell({ seed, hash: outcome.hash, steps: outcome.steps, calls: outcome.gtCalls });
      continue;
    }
    reports += 1;
    const isShrunk = reports <= MOST_REPORTS;
    const { invariant, what } = outcome.broken;
    tell({
      seed,
      failure: isShrunk
        ? report(seed, await shrink(play, schedule, outcome), flagsOf({ actors, faults, rivals }))
        : `SEED ${seed} BREAKS INVARIANT ${invariant}: ${what}`,
    });
  }
}

async function main({ from, count, actors, faults, workers, rivals }: SimOptions): Promise<number> {
  const startedAt = performance.now();
  const totals = { steps: 0, calls: 0, passed: 0, failed: [] as number[], hash: "" };
  const hear = (raw: unknown): void => {
    const heard = message.parse(raw);
    if ("failure" in heard) {
      totals.failed.push(heard.seed);
      console.log(heard.failure);
    } else {
      totals.passed += 1;
      totals.steps += heard.steps;
      totals.calls += heard.calls;
      totals.hash = heard.hash;
    }
  };
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  const shares = Array.from({ length: Math.min(workers, count) }, (_, worker) =>
    seeds.filter((_seed, index) => index % workers === worker),
  );
  await Promise.all(
    shares.map((mine) => inThread({ seeds: mine, actors, faults: [...faults], rivals }, hear)),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(
    `${count} schedules in ${seconds.toFixed(1)} s (${Math.round((count / seconds) * 60)} a minute), ` +
      `${totals.steps} steps, ${totals.calls} calls of gt; ` +
      (totals.failed.length === 0
        ? "no invariant broke"
        : `broken: seeds ${totals.failed.sort((a, b) => a - b).join(", ")}`),
  );
  if (count === 1 && totals.hash !== "") console.log(`trace ${totals.hash}`);
  return totals.failed.length === 0 ? 0 : 1;
}

function inThread(data: z.infer<typeof share>, hear: (message: unknown) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: data });
    worker.on("message", hear);
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}

if (isMainThread) {
  try {
    process.exitCode = await main(readOptions(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
} else {
  await work(workerData, (told) => parentPort?.postMessage(told));
}
