import type { FieldError, JsonObject, KubeObject } from "../objects/index.ts";
import { emptySet, type FieldSet } from "../ownership/index.ts";
import { CelRules, compileSchema, schemaValidator } from "../schema/index.ts";
import { withTypeAndMetadata } from "./crd.ts";
import {
  allVerbs,
  apiVersionOf,
  withApiVersion,
  type Resource,
  type Strategy,
  type Verb,
} from "./resource.ts";
import { ageColumn, nameColumn, type TableColumn, type TableView } from "./table-view.ts";
import { ageOf } from "./human-duration.ts";

/** What has to be said about a built-in kind; the rest follows. */
export interface BuiltInKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly namespaced: boolean;
  readonly hasStatus?: boolean;
  readonly verbs?: readonly Verb[];
  readonly restriction?: string;
  readonly storage?: string;
  readonly createOnUpdate?: boolean;
  readonly labelNames?: boolean;
  readonly endsWithGrace?: boolean;
  readonly description: string;
  /** OpenAPI schemas of the fields beside apiVersion, kind and metadata. */
  readonly properties: JsonObject;
  readonly required?: string[];
  readonly table: TableView;
  readonly selectableFields?: Readonly<Record<string, (object: KubeObject) => string>>;
  readonly strategy?: Partial<Strategy>;
}

const noFindings: FieldError[] = [];

function strategyOf(kind: BuiltInKind): Strategy {
  const ownVersion = withApiVersion(apiVersionOf(kind));
  return {
    normalize: (object) => object,
    prepareCreate: (object) => object,
    validate: () => noFindings,
    ignoredFields: (): FieldSet => emptySet,
    toStorage: ownVersion,
    fromStorage: ownVersion,
    ...kind.strategy,
  };
}

/** A resource of a kind that Kubernetes itself defines. */
export function builtInResource(kind: BuiltInKind): Resource {
  const written = compileSchema({
    type: "object",
    description: kind.description,
    properties: kind.properties,
    ...(kind.required === undefined ? {} : { required: kind.required }),
  });
  const schema = withTypeAndMetadata(written);
  return {
    group: kind.group,
    version: kind.version,
    kind: kind.kind,
    listKind: `${kind.kind}List`,
    plural: kind.plural,
    singular: kind.kind.toLowerCase(),
    shortNames: kind.shortNames ?? [],
    categories: [],
    namespaced: kind.namespaced,
    verbs: kind.verbs ?? allVerbs,
    restriction: kind.restriction ?? "",
    hasStatus: kind.hasStatus ?? false,
    storage: kind.storage ?? `${kind.group}/${kind.plural}`,
    custom: false,
    unconditionalUpdate: true,
    createOnUpdate: kind.createOnUpdate ?? false,
    labelNames: kind.labelNames ?? false,
    endsWithGrace: kind.endsWithGrace ?? false,
    schema,
    validateSchema: schemaValidator(written),
    rules: new CelRules(schema),
    table: kind.table,
    selectableFields: new Map(Object.entries(kind.selectableFields ?? {})),
    strategy: strategyOf(kind),
  };
}

/** A table with the name first and the age last. */
export function namedTable(
  columns: readonly { readonly column: TableColumn; readonly cell: (object: KubeObject) => string }[],
): TableView {
  return {
    columns: [nameColumn, ...columns.map((entry) => entry.column), ageColumn],
    cells: (object, now) => [
      object.metadata.name ?? "",
      ...columns.map((entry) => entry.cell(object)),
      ageOf(object.metadata.creationTimestamp, now),
    ],
  };
}
