/** The kinds by their words, and what `why` reads of any resource. */
import { z } from "zod";
import { conditionSchema, GROUP, KINDS, type KindName } from "../../kinds/index.ts";

const WITH_GROUP = `.${GROUP}`;

/** The kind of that name in any of its forms: Polecat, polecats, pc, and with its group as `kubectl get -o name` prints it. */
export function kindOf(word: string): KindName | null {
  const lower = word.toLowerCase();
  const wanted = lower.endsWith(WITH_GROUP) ? lower.slice(0, -WITH_GROUP.length) : lower;
  return kindNames().find((kind) => kindWords(kind).includes(wanted)) ?? null;
}

/** What a kind may be called. */
export function kindWords(kind: KindName): readonly string[] {
  const { plural, singular, shortNames } = KINDS[kind];
  return [singular, plural, ...shortNames];
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
  spec: z.looseObject({ beadID: word, rig: word, rigRef: word, beadsPrefix: word, trackedBeads: words }),
  status: z
    .looseObject({
      phase: word,
      state: word,
      unchangedSince: word,
      observedGeneration: z.number().optional().catch(undefined),
      conditions: z.array(conditionSchema).optional().catch(undefined),
      bead: word,
      assignedBead: word,
      polecatName: word,
      worktreePath: word,
      gtName: word,
      beadsConvoyID: word,
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
