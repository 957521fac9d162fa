/** Parts of contexts that several machines persist. */
import { z } from "zod";
import type {
  RecordedBlocker,
  ProofCheck,
  SlingOptions,
  TerminationProof,
  DesiredView,
} from "../../../machines/index.ts";

export const text = z.string().nullable();
export const time = z.number().nullable();

export const recordedBlocker: z.ZodType<RecordedBlocker> = z.object({
  reason: z.string(),
  message: z.string(),
  at: z.number(),
});

export const slingOptions: z.ZodType<SlingOptions> = z.object({
  args: text,
  message: text,
  baseBranch: text,
  merge: text,
  agent: text,
});

const proofCheck: z.ZodType<ProofCheck> = z.object({
  name: z.string(),
  at: z.number(),
  clean: z.boolean(),
  detail: z.string(),
});

export const terminationProof: z.ZodType<TerminationProof> = z.object({
  incarnation: z.string(),
  decidedAt: z.number(),
  forced: z.boolean(),
  checks: z.array(proofCheck),
  consent: text,
});

export const desiredView: z.ZodType<DesiredView> = z.object({ generation: z.number(), rig: z.string() });

const fields = z.looseObject({});

/** What is persisted of a context. Facts never are: after a restart the town is read afresh. */
export function withoutFacts(context: unknown): object {
  return { ...fields.parse(context), facts: null };
}
