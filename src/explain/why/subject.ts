/** Whom `why` asks about, and what it reads of any resource. */
import { z } from "zod";
import { conditionSchema, KINDS, type KindName } from "../../api/index.ts";

export interface Subject {
  readonly kind: KindName;
  readonly name: string;
}

/** `polecat/nux`, `pc/nux`, `convoys/wave`; null for what is no kind of ours. */
export function parseSubject(text: string): Subject | null {
  const [, kindText = "", name = ""] = /^([A-Za-z]+)\/([a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/.exec(text) ?? [];
  const kind = kindNames().find((candidate) => {
    const { plural, singular, shortNames } = KINDS[candidate];
    return [plural, singular, ...shortNames].includes(kindText.toLowerCase());
  });
  return kind === undefined ? null : { kind, name };
}

export function kindNames(): readonly KindName[] {
  const isKind = (name: string): name is KindName => name in KINDS;
  return Object.keys(KINDS).filter(isKind);
}

const words = z.array(z.string()).optional().catch(undefined);
const word = z.string().optional().catch(undefined);

/** Read loosely: a mangled part must not keep the rest from being explained. */
export const explainedSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string(),
    generation: z.number().optional(),
    labels: z.record(z.string(), z.string()).optional().catch(undefined),
    creationTimestamp: word,
    deletionTimestamp: word,
  }),
  spec: z.looseObject({ beadID: word, rig: word, beadsPrefix: word, trackedBeads: words }),
  status: z
    .looseObject({
      phase: word,
      state: word,
      unchangedSince: word,
      observedGeneration: z.number().optional().catch(undefined),
      conditions: z.array(conditionSchema).optional().catch(undefined),
      assignedBead: word,
      polecatName: word,
      gtName: word,
      beadsPrefix: word,
      pendingBeads: words,
      unknownBeads: words,
      completedBeads: words,
      progress: word,
      slungAt: word,
      terminationProof: z.looseObject({ consent: word }).optional().catch(undefined),
    })
    .optional(),
});

export type Explained = z.infer<typeof explainedSchema>;

export function condition({ status }: Explained, type: string): z.infer<typeof conditionSchema> | undefined {
  return status?.conditions?.find((candidate) => candidate.type === type);
}
