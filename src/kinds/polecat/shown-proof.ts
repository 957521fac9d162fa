/** The proof of an end, as a status has it. */
import type { TerminationProof } from "../../../machines/index.ts";
import { timestamp } from "../status/conditions.ts";

export function shownProof({ incarnation, decidedAt, forced, checks, consent }: TerminationProof): object {
  return {
    incarnation,
    decidedAt: timestamp(decidedAt),
    checks: checks.map(({ name, at, clean, detail }) => ({
      name,
      at: timestamp(at),
      outcome: clean ? "Clean" : forced ? "Forced" : "Blocking",
      detail,
    })),
    ...(consent !== null && { consent }),
  };
}
