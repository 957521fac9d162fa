/** Objects as invariants read them: from the API's truth, never through the operator. */
import { z } from "zod";
import type { MemoryObject, MemoryStore } from "../operator/memory-store.ts";
import { ADOPTED_LABEL } from "../../src/kinds/index.ts";
import { gtRigName } from "./odd-names.ts";

const desired = z.looseObject({
  managed: z.boolean().optional(),
  state: z.string().optional(),
  bead: z.string().nullable().optional(),
  beads: z.array(z.string()).optional(),
  notify: z.string().nullable().optional(),
});

const statusSchema = z.looseObject({
  phase: z.string().optional(),
  state: z.string().optional(),
  observedGeneration: z.number().optional(),
  polecatName: z.string().optional(),
  assignedBead: z.string().optional(),
  beadsConvoyID: z.string().optional(),
  completedAt: z.string().optional(),
  notifiedAddress: z.string().optional(),
  queueLength: z.number().optional(),
  issueCount: z.number().optional(),
  polecatsSummary: z.looseObject({ total: z.number(), stuck: z.number() }).optional(),
  conditions: z
    .array(
      z.looseObject({
        type: z.string(),
        status: z.string(),
        reason: z.string(),
        message: z.string().optional(),
      }),
    )
    .optional()
    .catch([]),
  snapshot: z
    .preprocess(
      (text): unknown => (typeof text === "string" ? JSON.parse(text) : text),
      z.looseObject({
        value: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
        sequence: z.number().optional(),
        context: z
          .looseObject({
            desired: desired.optional(),
            polecatName: z.string().nullable().optional(),
            lastGoodAt: z.number().nullable().optional(),
            nuked: z.string().nullable().optional(),
            closedBead: z.string().nullable().optional(),
          })
          .optional(),
      }),
    )
    .optional()
    .catch(undefined),
});

const specSchema = z.looseObject({
  // As gt calls it, like all that is compared with the town.
  rig: z.string().transform(gtRigName).optional(),
  desiredState: z.string().optional(),
  beadID: z.string().optional(),
  management: z.string().optional(),
  paused: z.boolean().optional(),
  executionMode: z.string().optional(),
  deletionPolicy: z.string().optional(),
  terminationPolicy: z.string().optional(),
  ttlSecondsAfterFinished: z.number().optional(),
  maxIdleSeconds: z.number().optional(),
  rigRef: z.string().transform(gtRigName).optional(),
  prefix: z.string().optional(),
  trackedBeads: z.array(z.string()).optional(),
  notifyOnComplete: z.string().optional(),
  localPath: z.string().optional(),
  stuckThreshold: z.string().optional(),
  escalationTarget: z.string().optional(),
  settings: z.looseObject({ maxPolecats: z.number() }).optional(),
});

export type Status = z.infer<typeof statusSchema>;
export type ReadSpec = z.infer<typeof specSchema>;

/** Every step asks; a status is parsed once. */
const statuses = new WeakMap<object, Status>();
const specs = new WeakMap<object, ReadSpec>();

export function statusOf({ status = {} }: Pick<MemoryObject, "status">): Status {
  const known = statuses.get(status);
  if (known !== undefined) return known;
  const read = statusSchema.parse(status);
  statuses.set(status, read);
  return read;
}

export function specOf({ spec }: Pick<MemoryObject, "spec">): ReadSpec {
  const known = specs.get(spec);
  if (known !== undefined) return known;
  const read = specSchema.parse(spec);
  specs.set(spec, read);
  return read;
}

/** The Rig that stands for a rig of gt: a person's before a view, then the older one. */
export function rigResource(store: MemoryStore, gtRig: string): MemoryObject | undefined {
  const [serving] = store
    .list("rigs")
    .filter(({ metadata }) => gtRigName(metadata.name) === gtRig)
    .sort((a, b) => (precedence(a) < precedence(b) ? -1 : 1));
  return serving;
}

/** The Rig of this name, where it is the one that stands for its rig of gt. */
export function servingRig(store: MemoryStore, name: string): MemoryObject | undefined {
  const rig = store.objects.get(`rigs/${name}`);
  return rig !== undefined && rigResource(store, gtRigName(name)) === rig ? rig : undefined;
}

/** An adopted one as the operator made it: nobody has edited its spec. */
export function isView({ metadata: { generation, labels } }: MemoryObject): boolean {
  return labels?.[ADOPTED_LABEL] === "true" && generation === 1;
}

function precedence(rig: MemoryObject): string {
  const { name, creationTimestamp } = rig.metadata;
  const isNamesake = gtRigName(name) === name;
  return `${Number(isView(rig))} ${Date.parse(creationTimestamp)} ${Number(!isNamesake)} ${name}`;
}

/** Another resource that is managed has the polecat of this name, in the rig of this one. */
export function isDrivenByAnother(
  store: MemoryStore,
  object: MemoryObject,
  polecatName: string | undefined,
): boolean {
  return store
    .list("polecats")
    .some(
      (other) =>
        other.metadata.uid !== object.metadata.uid &&
        specOf(other).management !== "Observe" &&
        specOf(other).rig === specOf(object).rig &&
        statusOf(other).polecatName === polecatName,
    );
}

export function condition(
  object: MemoryObject,
  type: string,
): { status: string; reason: string } | undefined {
  return conditionIn(statusOf(object), type);
}

export function conditionIn(
  { conditions }: Status,
  type: string,
): { status: string; reason: string } | undefined {
  return conditions?.find((candidate) => candidate.type === type);
}

export function nameOf({ kind, metadata: { name } }: MemoryObject): string {
  return `${kind.toLowerCase()} ${name}`;
}
