/**
 * `npm run sim`: many seeds on several threads, each schedule in one of them; exits 1 when an invariant breaks. A long hunt
 * says on standard error how far it has come.
 */
import { hunt, type Heard } from "./hunt.ts";
import { readOptions, type SimOptions } from "./options.ts";

const ENTRIES = {
  operator: new URL("operator-thread.ts", import.meta.url),
  rivals: new URL("rivals/rivals-thread.ts", import.meta.url),
};

/** Schedules between two lines of progress. */
const PROGRESS_EVERY = 1_000;

async function main(options: SimOptions): Promise<number> {
  const { from, count, rivals } = options;
  const startedAt = performance.now();
  const totals = { steps: 0, calls: 0, failed: [] as number[], played: 0, hash: "" };
  const hear = (heard: Heard): void => {
    totals.played += 1;
    if ("failure" in heard) {
      totals.failed.push(heard.seed);
      console.log(heard.failure);
    } else {
      totals.steps += heard.counts["steps"] ?? 0;
      totals.calls += heard.counts["gtCalls"] ?? 0;
      totals.hash = heard.hash;
    }
    if (totals.played % PROGRESS_EVERY === 0 && totals.played < count)
      console.error(`${totals.played} of ${count} schedules, ${totals.failed.length} broken`);
  };
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  await hunt({ ...options, seeds, entry: rivals ? ENTRIES.rivals : ENTRIES.operator }, hear);
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(
    `${totals.played} schedules in ${seconds.toFixed(1)} s (${Math.round((totals.played / seconds) * 60)} a minute), ` +
      `${totals.steps} steps, ${totals.calls} calls of gt; ` +
      (totals.failed.length === 0
        ? "no invariant broke"
        : `broken: seeds ${totals.failed.sort((a, b) => a - b).join(", ")}`),
  );
  if (count === 1 && totals.hash !== "") console.log(`trace ${totals.hash}`);
  return totals.failed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
