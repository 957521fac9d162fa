/** The CustomResourceDefinitions of kinds, as objects. */
import type { Kind } from "../define-kind.ts";
import { structuralSchema, type SchemaNode } from "./structural-schema.ts";

export interface Crd {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: SchemaNode;
}

/** The definitions in the form of apiextensions.k8s.io/v1, in a fixed order. */
export function crds(kinds: readonly Kind[]): readonly Crd[] {
  return kinds.map(crdOf);
}

function crdOf(kind: Kind): Crd {
  const { plural, singular, shortNames, scope, categories, resource } = kind;
  const names = {
    kind: kind.name,
    listKind: `${kind.name}List`,
    plural,
    singular,
    ...(shortNames.length > 0 && { shortNames }),
    categories,
  };
  const version = {
    name: resource.version,
    served: true,
    storage: true,
    subresources: { status: {} },
    additionalPrinterColumns: kind.columns,
    schema: { openAPIV3Schema: objectSchema(kind) },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${resource.group}` },
    spec: { group: resource.group, names, scope, versions: [version] },
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
