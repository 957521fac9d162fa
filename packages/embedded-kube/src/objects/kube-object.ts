import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";

/** A reference to an owner (meta/v1 OwnerReference); deleting the owner deletes the object that has it. */
export type OwnerReference = JsonObject & {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

/** meta/v1 ObjectMeta, as far as the server itself reads it. */
export type ObjectMeta = JsonObject & {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: JsonObject[];
};

/** A Kubernetes object whose type and metadata were checked. */
export type KubeObject = JsonObject & { apiVersion: string; kind: string; metadata: ObjectMeta };

const metadataTypes: Readonly<Record<string, (value: JsonValue) => string | undefined>> = {
  name: expectString("name"),
  generateName: expectString("generateName"),
  namespace: expectString("namespace"),
  uid: expectString("uid"),
  resourceVersion: expectString("resourceVersion"),
  creationTimestamp: expectString("creationTimestamp"),
  deletionTimestamp: expectString("deletionTimestamp"),
  generation: expectInteger("generation"),
  deletionGracePeriodSeconds: expectInteger("deletionGracePeriodSeconds"),
  labels: expectStringMap("labels"),
  annotations: expectStringMap("annotations"),
  finalizers: expectList("finalizers", expectString("finalizers")),
  ownerReferences: expectList("ownerReferences", expectOwnerReference),
  managedFields: expectList("managedFields", (item) =>
    isJsonObject(item) ? undefined : mismatch(item, "managedFields", "v1.ManagedFieldsEntry"),
  ),
};

function goTypeOf(value: JsonValue): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function mismatch(value: JsonValue, field: string, type: string): string {
  return `json: cannot unmarshal ${goTypeOf(value)} into Go struct field ObjectMeta.${field} of type ${type}`;
}

function expectString(field: string) {
  return (value: JsonValue) => (typeof value === "string" ? undefined : mismatch(value, field, "string"));
}

function expectInteger(field: string) {
  return (value: JsonValue) => (Number.isInteger(value) ? undefined : mismatch(value, field, "int64"));
}

function expectStringMap(field: string) {
  return (value: JsonValue) => {
    if (!isJsonObject(value)) return mismatch(value, field, "map[string]string");
    const wrong = Object.values(value).find((item) => typeof item !== "string");
    return wrong === undefined ? undefined : mismatch(wrong, field, "string");
  };
}

function expectList(field: string, item: (value: JsonValue) => string | undefined) {
  return (value: JsonValue) => {
    if (!Array.isArray(value)) return mismatch(value, field, "[]string");
    return value.map(item).find((problem) => problem !== undefined);
  };
}

function expectOwnerReference(value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return mismatch(value, "ownerReferences", "v1.OwnerReference");
  const wrong = ["apiVersion", "kind", "name", "uid"].find((key) => typeof (value[key] ?? "") !== "string");
  return wrong === undefined
    ? undefined
    : mismatch(value[wrong] ?? null, `ownerReferences.${wrong}`, "string");
}

/** Says in Go's words which field of an ObjectMeta has a wrong type, undefined when none has. */
export function metadataTypeProblem(metadata: JsonObject): string | undefined {
  return Object.entries(metadata)
    .map(([key, value]) => metadataTypes[key]?.(value))
    .find((problem) => problem !== undefined);
}

/** Whether a JSON object is a Kubernetes object with well-typed metadata. */
export function isKubeObject(value: JsonValue | undefined): value is KubeObject {
  return (
    isJsonObject(value) &&
    typeof value.apiVersion === "string" &&
    typeof value.kind === "string" &&
    isJsonObject(value.metadata) &&
    metadataTypeProblem(value.metadata) === undefined
  );
}

/** The same object with some metadata replaced; a key given as undefined is removed. */
export function withMetadata(
  object: KubeObject,
  changes: { readonly [Key in keyof ObjectMeta]?: ObjectMeta[Key] | undefined },
): KubeObject {
  const metadata: ObjectMeta = { ...object.metadata };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) Reflect.deleteProperty(metadata, key);
    else metadata[key] = value;
  }
  return { ...object, metadata };
}
