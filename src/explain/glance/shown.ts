/** What a look at the whole town reads of a resource: as `why` does, and what its spec asks for. */
import { z } from "zod";
import { explainedSchema } from "../why/subject.ts";

const word = z.string().optional().catch(undefined);
const truth = z.boolean().optional().catch(undefined);
const number = z.number().optional().catch(undefined);

const specSchema = explainedSchema.shape.spec.extend({
  desiredState: word,
  management: word,
  paused: truth,
  description: word,
  settings: z.looseObject({ maxPolecats: number }).optional().catch(undefined),
});

const statusSchema = explainedSchema.shape.status.unwrap().extend({
  mode: word,
  branch: word,
  tmuxSession: word,
  sessionActive: truth,
  idleSince: word,
  startedAt: word,
  completedAt: word,
  townStatus: word,
  polecatCount: number,
  activeConvoys: number,
  queueLength: number,
});

export const shownSchema = explainedSchema.extend({ spec: specSchema, status: statusSchema.optional() });

export type Shown = z.infer<typeof shownSchema>;
