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
    `shrunk schedule (${schedule.actions.length} actions, calm at ${schedule.calmAt} ms, ${tries} tries):`,
    ...schedule.actions.map(({ at, action }) => `  ${at} ms  ${JSON.stringify(action)}`),
    `agents: ${JSON.stringify(schedule.town.plans)}`,
    `the last ${TRACE_LINES} of ${trace.length} lines of its trace:`,
    ...trace.slice(-TRACE_LINES).map((line) => `  ${line}`),
    `the journal of its last life, ${journal.length} records:`,
    ...journal.map((record) => `  ${JSON.stringify(record)}`),
  ].join("\n");
}

export interface Hung {
  readonly problem: string;
  /** What it had broken before it hung, while it was shrunk. */
  readonly breaks: string | null;
  readonly stack: readonly string[];
  readonly lines: readonly string[];
}

/** What is printed of a schedule that hangs. */
export function reportHang(seed: number, { problem, breaks, stack, lines }: Hung, flags = ""): string {
  return [
    `SEED ${seed} BREAKS INVARIANT 8 (${INVARIANTS[8]}): ${problem}`,
    ...(breaks === null ? [] : [`  while it was shrunk, for: ${breaks}`]),
    `run it alone with: npm run sim -- --seed ${seed}${flags}`,
    `the last ${lines.length} lines of its trace:`,
    ...lines.map((line) => `  ${line}`),
    "its stack, at some moments:",
    ...stack.map((line) => `  ${line}`),
  ].join("\n");
}
