/** What is printed of a schedule that broke an invariant. */
import { INVARIANTS } from "./scene.ts";
import type { Shrunk } from "./shrink.ts";

const TRACE_LINES = 60;

/** @param flags of `npm run sim`, beside the seed's. */
export function report(seed: number, { schedule, outcome, tries }: Shrunk, flags = ""): string {
  const { broken, trace, journal } = outcome;
  if (broken === null) return `seed ${seed} no longer fails after ${tries} tries of shrinking`;
  return [
    `SEED ${seed} BREAKS INVARIANT ${broken.invariant} (${INVARIANTS[broken.invariant]}) at ${Math.round(broken.at)} ms:`,
    `  ${broken.what}`,
    `run it alone with: npm run sim -- --seed ${seed}${flags}`,
    `shrunk schedule (${schedule.deeds.length} deeds, calm at ${schedule.calmAt} ms, ${tries} tries):`,
    ...schedule.deeds.map(({ at, deed }) => `  ${at} ms  ${JSON.stringify(deed)}`),
    `agents: ${JSON.stringify(schedule.town.plans)}`,
    `the last ${TRACE_LINES} of ${trace.length} lines of its trace:`,
    ...trace.slice(-TRACE_LINES).map((line) => `  ${line}`),
    `the journal of its last life, ${journal.length} records:`,
    ...journal.map((record) => `  ${JSON.stringify(record)}`),
  ].join("\n");
}
