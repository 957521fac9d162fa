/** The proof of a termination, as a checklist. Pure. */
import { z } from "zod";
import type { Detail } from "../../../src/inspector/detail.ts";

const proofSchema = z.looseObject({
  decidedAt: z.string().optional(),
  checks: z.array(
    z.looseObject({
      name: z.string(),
      at: z.string().optional(),
      outcome: z.enum(["Clean", "Forced", "Blocking"]),
      detail: z.string().optional(),
    }),
  ),
});

export interface Check {
  readonly name: string;
  /** Epoch ms; null where it is not told. */
  readonly at: number | null;
  readonly outcome: "Clean" | "Forced" | "Blocking";
  readonly detail: string;
}

/** What is in the way comes first. */
const ORDER = ["Blocking", "Forced", "Clean"];

export function checksOf({ status }: Pick<Detail, "status">): readonly Check[] {
  const proof = proofSchema.safeParse(status["terminationProof"]).data;
  return (proof?.checks ?? [])
    .map(({ name, at, outcome, detail = "" }) => ({
      name,
      at: at === undefined ? null : Date.parse(at),
      outcome,
      detail,
    }))
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}
