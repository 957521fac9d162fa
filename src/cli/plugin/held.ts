/** The kinds that verbs read and write: an object as the server has it, and what is read of it. */
import { z } from "zod";
import { GROUP, KINDS, VERSION, type KindName } from "../../kinds/index.ts";
import { shownSchema, type Shown } from "../../explain/index.ts";
import { resourceOf, type Resource } from "../../kube/index.ts";

export type VerbKind = "Rig" | "Polecat" | "Convoy";

type Fields = Readonly<Record<string, unknown>>;

export interface Held {
  /** For `-o json` and `-o yaml`. */
  readonly raw: Fields;
  readonly shown: Shown;
  readonly resourceVersion: string;
}

const fields = z.record(z.string(), z.unknown());
const versioned = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string() }) });

const heldSchema: z.ZodType<Held> = z.unknown().transform((object) => ({
  raw: fields.parse(object),
  shown: shownSchema.parse(object),
  resourceVersion: versioned.parse(object).metadata.resourceVersion,
}));

export function heldResource(kind: KindName): Resource<Held> {
  const { plural, scope } = KINDS[kind];
  const type = { group: GROUP, version: VERSION, plural, kind, namespaced: scope === "Namespaced" };
  return resourceOf(type, heldSchema);
}
