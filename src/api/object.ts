/** The envelope of an object as the operator reads it, and the reading of one kind. */
import { z } from "zod";

export const metadataSchema = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.int().default(1),
  creationTimestamp: z.string(),
  deletionTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  finalizers: z.array(z.string()).optional(),
});

/**
 * The schema of a kind as the operator reads it. A status that a person mangled is dropped, part by part: it must not
 * make the object unreadable, for the operator is going to write it anew.
 */
export function objectSchema<Spec extends z.ZodType, Status extends z.ZodType>(spec: Spec, status: Status) {
  return z.object({
    metadata: metadataSchema,
    spec,
    status: status.optional().catch(undefined),
  });
}
