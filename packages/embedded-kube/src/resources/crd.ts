import { z } from "zod";
import { compileJsonPath, type KubeObject } from "../objects/index.ts";
import { emptySet, setOfFields } from "../ownership/index.ts";
import { CelRules, compileSchema, objectMetaSchema, schemaValidator, type Schema } from "../schema/index.ts";
import {
  allVerbs,
  apiVersionOf,
  fieldText,
  withApiVersion,
  type Resource,
  type Strategy,
} from "./resource.ts";
import { printerColumnShape, printerTable } from "./table-view.ts";
import { errorMessage } from "@gastown/system";

const versionShape = z.object({
  name: z.string(),
  served: z.boolean(),
  storage: z.boolean(),
  schema: z.object({ openAPIV3Schema: z.unknown() }).optional(),
  subresources: z.object({ status: z.unknown().optional() }).optional(),
  additionalPrinterColumns: z.array(printerColumnShape).optional(),
  selectableFields: z.array(z.object({ jsonPath: z.string() })).optional(),
});

const crdShape = z.object({
  apiVersion: z.literal("apiextensions.k8s.io/v1"),
  kind: z.literal("CustomResourceDefinition"),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    group: z.string(),
    scope: z.enum(["Namespaced", "Cluster"]),
    names: z.object({
      kind: z.string(),
      plural: z.string(),
      singular: z.string().optional(),
      listKind: z.string().optional(),
      shortNames: z.array(z.string()).optional(),
      categories: z.array(z.string()).optional(),
    }),
    versions: z.array(versionShape).min(1),
  }),
});

type Crd = z.infer<typeof crdShape>;
type CrdVersion = z.infer<typeof versionShape>;

/** An object given as a CRD is none that this server can serve. */
export class CrdError extends Error {
  override readonly name = "CrdError";
}

/** Completes a CRD's schema with the fields that every object has. */
export function withTypeAndMetadata(schema: Schema): Schema {
  const type = (description: string) => compileSchema({ type: "string", description });
  const properties = new Map([
    ["apiVersion", type("APIVersion defines the versioned schema of this representation of an object.")],
    ["kind", type("Kind is a string value representing the REST resource this object represents.")],
    ...schema.properties,
    ["metadata", objectMetaSchema] as const,
  ]);
  return { ...schema, properties };
}

function customStrategy(apiVersion: string, storageVersion: string, hasStatus: boolean): Strategy {
  const status = hasStatus ? setOfFields(["status"]) : emptySet;
  const spec = setOfFields(["spec"]);
  return {
    normalize: (object) => object,
    prepareCreate: (object) => object,
    validate: () => [],
    ignoredFields: (subresource) => (subresource === "status" ? spec : status),
    // Conversion strategy None, the only one that needs no webhook: versions differ in apiVersion alone.
    toStorage: withApiVersion(storageVersion),
    fromStorage: withApiVersion(apiVersion),
  };
}

function selectors(version: CrdVersion): Map<string, (object: KubeObject) => string> {
  return new Map(
    (version.selectableFields ?? []).map(({ jsonPath }) => {
      const select = compileJsonPath(jsonPath);
      return [jsonPath.replace(/^\./, ""), (object: KubeObject) => fieldText(select(object)[0])];
    }),
  );
}

function resourceOf(crd: Crd, version: CrdVersion, storageVersion: string): Resource {
  const { group, names, scope } = crd.spec;
  const fallback = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const written = compileSchema(version.schema?.openAPIV3Schema ?? fallback);
  const schema = withTypeAndMetadata(written);
  const hasStatus = version.subresources?.status !== undefined;
  const apiVersion = apiVersionOf({ group, version: version.name });
  return {
    group,
    version: version.name,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === "Namespaced",
    verbs: allVerbs,
    restriction: "",
    hasStatus,
    storage: `${group}/${names.plural}`,
    custom: true,
    unconditionalUpdate: false,
    createOnUpdate: false,
    labelNames: false,
    endsWithGrace: false,
    schema,
    validateSchema: schemaValidator(written),
    rules: new CelRules(schema),
    table: printerTable(version.additionalPrinterColumns),
    selectableFields: selectors(version),
    strategy: customStrategy(apiVersion, storageVersion, hasStatus),
  };
}

/** The resources that a CRD defines, one for each served version. Throws CrdError saying what is wrong with it. */
export function resourcesOfCrd(definition: unknown): Resource[] {
  const parsed = crdShape.safeParse(definition);
  if (!parsed.success) {
    throw new CrdError(
      `Not a CustomResourceDefinition (apiextensions.k8s.io/v1): ${z.prettifyError(parsed.error)}`,
      {
        cause: parsed.error,
      },
    );
  }
  const crd = parsed.data;
  const stored = crd.spec.versions.find((version) => version.storage);
  if (stored === undefined)
    throw new CrdError(`${crd.metadata.name}: one version has to have storage: true.`);
  const storageVersion = apiVersionOf({ group: crd.spec.group, version: stored.name });
  try {
    return crd.spec.versions
      .filter((version) => version.served)
      .map((version) => resourceOf(crd, version, storageVersion));
  } catch (cause) {
    const why = errorMessage(cause);
    throw new CrdError(`${crd.metadata.name}: ${why}`, { cause });
  }
}
