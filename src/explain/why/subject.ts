/** Whom `why` asks about, and what it reads of any resource. */
import { z } from "zod";
import { conditionSchema, KINDS, type KindName } from "../../kinds/index.ts";

export interface Subject {
  readonly kind: KindName;
  readonly name: string;
  /** Undefined where the text names none. */
  readonly namespace?: string | undefined;
}

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** `polecat/nux`, `pc/nux`, `convoys/wave`, `polecat/team-a/nux`; null for what is no kind of ours. */
export function parseSubject(text: string): Subject | null {
  const [kindText = "", ...names] = text.split("/");
  const kind = kindOf(kindText);
  const name = names.pop() ?? "";
  const [namespace, ...rest] = names;
  if (kind === null || rest.length > 0 || !NAME.test(name)) return null;
  if (namespace === undefined) return { kind, name };
  // A Rig is in no namespace, whatever stands there.
  return NAME.test(namespace) && KINDS[kind].scope === "Namespaced" ? { kind, name, namespace } : null;
}

/** The kind of that name in any of its forms: Polecat, polecats, pc. */
export function kindOf(word: string): KindName | null {
  const wanted = word.toLowerCase();
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
