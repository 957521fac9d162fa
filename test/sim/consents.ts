/** What people saw when they consented to a forced end: by the API's truth, for the operator may have heard of it later. */
import { z } from "zod";
import type { MemoryObject } from "../operator/memory-store.ts";

const proofSchema = z.looseObject({
  incarnation: z.string(),
  checks: z.array(z.looseObject({ outcome: z.string(), detail: z.string().optional() })).default([]),
});

export interface Consents {
  /** @param object as it was when the person looked at it. */
  readonly given: (object: MemoryObject) => void;
  /** For each consent to destroy this polecat: the losses that its proof named, in the operator's words. */
  readonly shown: (incarnation: string) => readonly string[];
}

export function createConsents(): Consents {
  const shown = new Map<string, readonly string[]>();
  return {
    given({ status }) {
      const proof = proofSchema.safeParse(status?.["terminationProof"]);
      if (!proof.success) return;
      const { incarnation, checks } = proof.data;
      const losses = checks.filter(({ outcome }) => outcome !== "Clean").map(({ detail = "" }) => detail);
      shown.set(incarnation, [...(shown.get(incarnation) ?? []), losses.join("; ")]);
    },
    shown: (incarnation) => shown.get(incarnation) ?? [],
  };
}
