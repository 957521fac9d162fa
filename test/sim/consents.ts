/** What people saw when they consented to a forced end: by the API's truth, for the operator may have heard of it later. */
import { z } from "zod";
import type { MemoryObject } from "../operator/memory-store.ts";

const proofSchema = z.looseObject({
  consent: z.string(),
  checks: z.array(z.looseObject({ outcome: z.string(), detail: z.string().optional() })).default([]),
});

export interface Consents {
  /** A person has read the object as it is, and will consent. @returns to what, or null where nothing is offered. */
  readonly read: (object: MemoryObject) => string | null;
  /** The losses that a person had read who wrote this consent, in the operator's words; undefined for nobody. */
  readonly shown: (consent: string) => string | undefined;
}

export function createConsents(): Consents {
  const shown = new Map<string, string>();
  return {
    read({ status }) {
      const proof = proofSchema.safeParse(status?.["terminationProof"]);
      if (!proof.success) return null;
      const { consent, checks } = proof.data;
      const losses = checks.filter(({ outcome }) => outcome !== "Clean").map(({ detail = "" }) => detail);
      shown.set(consent, losses.join("; "));
      return consent;
    },
    shown: (consent) => shown.get(consent),
  };
}
