/** The CustomResourceDefinitions of all kinds, as objects. */
import type { z } from "zod";
import { beadStoreSpecSchema, beadStoreStatusSchema } from "../bead-store/schema.ts";
import { convoySpecSchema, convoyStatusSchema } from "../convoy/schema.ts";
import { GROUP, KINDS, VERSION, type KindName } from "../group.ts";
import { polecatStatusSchema } from "../polecat/status-schema.ts";
import { polecatSpecSchema } from "../polecat/schema.ts";
import { refinerySpecSchema, refineryStatusSchema } from "../refinery/schema.ts";
import { rigSpecSchema, rigStatusSchema } from "../rig/schema.ts";
import { witnessSpecSchema, witnessStatusSchema } from "../witness/schema.ts";
import { COLUMNS } from "./columns.ts";
import { structuralSchema, type SchemaNode } from "./structural-schema.ts";

interface Kind {
  readonly kind: KindName;
  readonly about: string;
  readonly spec: z.ZodType;
  readonly status: z.ZodType;
  /** Further keywords of the whole object's schema. */
  readonly root?: { readonly metadata: SchemaNode; readonly rules: readonly SchemaNode[] };
}

/** Without a gtName, the resource's name becomes an argument of gt, where a dot or a long name is no rig. */
const RIG_NAMES = {
  metadata: { type: "object", properties: { name: { type: "string", maxLength: 63 } } },
  rules: [
    {
      rule: "self.metadata.name.matches('^[a-z0-9][a-z0-9-]*$')",
      message:
        "metadata.name has letters, digits and dashes; where gt's name of the rig is another, it goes into spec.gtName",
      fieldPath: ".metadata.name",
    },
  ],
};

const ALL_KINDS: readonly Kind[] = [
  {
    kind: "Rig",
    about:
      "A repository of the town, as a view. Its name is gt's name of the rig, unless spec.gtName says another.",
    spec: rigSpecSchema,
    status: rigStatusSchema,
    root: RIG_NAMES,
  },
  {
    kind: "Polecat",
    about: "A worker of the town: set desiredState to give it work, to let it rest, or to end it.",
    spec: polecatSpecSchema,
    status: polecatStatusSchema,
  },
  {
    kind: "Convoy",
    about: "A batch of beads that is followed until all are closed.",
    spec: convoySpecSchema,
    status: convoyStatusSchema,
  },
  {
    kind: "Witness",
    about: "The health of a rig's polecats.",
    spec: witnessSpecSchema,
    status: witnessStatusSchema,
  },
  {
    kind: "Refinery",
    about: "The merge queue of a rig.",
    spec: refinerySpecSchema,
    status: refineryStatusSchema,
  },
  {
    kind: "BeadStore",
    about: "The issues of a rig.",
    spec: beadStoreSpecSchema,
    status: beadStoreStatusSchema,
  },
];

/** What the API server asks of a status of this kind. */
export function statusSchemaOf(kind: KindName): SchemaNode {
  const described = ALL_KINDS.find((one) => one.kind === kind);
  if (described === undefined) throw new TypeError(`${kind} is no kind of this group`);
  return structuralSchema(described.status);
}

export interface Crd {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: SchemaNode;
}

/** The definitions in the form of apiextensions.k8s.io/v1, in a fixed order. */
export function crds(): readonly Crd[] {
  return ALL_KINDS.map(crdOf);
}

function crdOf(described: Kind): Crd {
  const { plural, singular, shortNames, scope, categories } = KINDS[described.kind];
  const names = {
    kind: described.kind,
    listKind: `${described.kind}List`,
    plural,
    singular,
    ...(shortNames.length > 0 && { shortNames }),
    categories,
  };
  const version = {
    name: VERSION,
    served: true,
    storage: true,
    subresources: { status: {} },
    additionalPrinterColumns: COLUMNS[described.kind],
    schema: { openAPIV3Schema: objectSchema(described) },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${GROUP}` },
    spec: { group: GROUP, names, scope, versions: [version] },
  };
}

function objectSchema({ about, spec, status, root }: Kind): SchemaNode {
  return {
    description: about,
    type: "object",
    required: ["spec"],
    properties: {
      apiVersion: { description: "Group and version of this schema.", type: "string" },
      kind: { description: "The kind of resource.", type: "string" },
      metadata: root?.metadata ?? { type: "object" },
      spec: { description: "What is asked for.", ...structuralSchema(spec) },
      status: { description: "What was observed. The operator writes it.", ...structuralSchema(status) },
    },
    ...(root !== undefined && { "x-kubernetes-validations": root.rules }),
  };
}
