/** The CustomResourceDefinitions of all kinds, as objects. */
import type { z } from "zod";
import { convoySpecSchema, convoyStatusSchema } from "../convoy.ts";
import { GROUP, KINDS, VERSION, type KindName } from "../group.ts";
import { polecatSpecSchema, polecatStatusSchema } from "../polecat.ts";
import { rigSpecSchema, rigStatusSchema } from "../rig.ts";
import * as views from "../views.ts";
import { COLUMNS } from "./columns.ts";
import { structuralSchema, type Json } from "./structural-schema.ts";

interface KindSchema {
  readonly kind: KindName;
  readonly about: string;
  readonly spec: z.ZodType;
  readonly status: z.ZodType;
}

const SCHEMAS: readonly KindSchema[] = [
  {
    kind: "Rig",
    about: "A repository of the town. The resource's name is gt's name of the rig.",
    spec: rigSpecSchema,
    status: rigStatusSchema,
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
    about: "Health of a rig's polecats.",
    spec: views.witnessSpecSchema,
    status: views.witnessStatusSchema,
  },
  {
    kind: "Refinery",
    about: "The merge queue of a rig.",
    spec: views.refinerySpecSchema,
    status: views.refineryStatusSchema,
  },
  {
    kind: "BeadStore",
    about: "The issues of a rig.",
    spec: views.beadStoreSpecSchema,
    status: views.beadStoreStatusSchema,
  },
];

export type Crd = Record<string, Json>;

export function crds(): readonly Crd[] {
  return SCHEMAS.map(crdOf);
}

function crdOf({ kind, about, spec, status }: KindSchema): Crd {
  const { plural, singular, shortNames, scope } = KINDS[kind];
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular,
        ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
        categories: ["gastown"],
      },
      scope,
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: COLUMNS[kind].map((column) => ({ ...column })),
          schema: {
            openAPIV3Schema: {
              type: "object",
              description: about,
              required: ["spec"],
              properties: {
                apiVersion: { type: "string" },
                kind: { type: "string" },
                metadata: { type: "object" },
                spec: structuralSchema(spec),
                status: structuralSchema(status),
              },
            },
          },
        },
      ],
    },
  };
}
