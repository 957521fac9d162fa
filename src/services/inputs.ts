/** Inputs of the services as they come out of a machine or a journal, checked against machines/services.ts. */
import { z } from "zod";
import type {
  ConvoyInput,
  ExtendConvoyInput,
  NotifyInput,
  NukeInput,
  RecordProofInput,
  SlingInput,
  StopInput,
  TerminationInput,
  TerminationProof,
  WarningInput,
} from "../../machines/index.ts";

const named = z.string().min(1);
const text = z.string().nullable();

export const slingInput: z.ZodType<SlingInput> = z.object({
  uid: named,
  rig: named,
  bead: named,
  polecat: text,
  options: z.object({ args: text, message: text, baseBranch: text, merge: text, agent: text }),
});

const proof: z.ZodType<TerminationProof> = z.object({
  incarnation: named,
  decidedAt: z.number(),
  forced: z.boolean(),
  checks: z.array(z.object({ name: z.string(), at: z.number(), clean: z.boolean(), detail: z.string() })),
  consent: text,
});

export const terminationInput: z.ZodType<TerminationInput> = z.object({
  uid: named,
  rig: named,
  polecat: named,
  bead: text,
  automatic: z.boolean(),
  terminationPolicy: z.enum(["Safe", "Force"]),
  forceConsent: text,
  nuked: text,
});

export const recordProofInput: z.ZodType<RecordProofInput> = z.object({ uid: named, proof });

export const stopInput: z.ZodType<StopInput> = z.object({ uid: named, rig: named, polecat: named, proof });

export const nukeInput: z.ZodType<NukeInput> = z.object({
  uid: named,
  rig: named,
  polecat: named,
  proof,
  bead: text,
});

export const convoyInput: z.ZodType<ConvoyInput> = z.object({
  uid: named,
  description: z.string(),
  beads: z.array(named),
});

export const notifyInput: z.ZodType<NotifyInput> = z.object({
  uid: named,
  address: named,
  description: z.string(),
  convoyId: z.string(),
  total: z.number(),
  closedAt: z.number().nullable(),
});

export const extendConvoyInput: z.ZodType<ExtendConvoyInput> = z.object({
  uid: named,
  convoyId: named,
  beads: z.array(named),
});

export const warningInput: z.ZodType<WarningInput> = z.object({
  uid: named,
  rig: named,
  polecat: named,
  bead: named,
  reason: z.enum(["SessionDead", "Silent", "PodRestarts"]),
  since: z.number(),
  to: named,
  earlier: z.number(),
});
