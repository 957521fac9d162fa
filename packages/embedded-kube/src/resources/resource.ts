import type { FieldError, GroupResource, JsonObject, JsonValue, KubeObject } from "../objects/index.ts";
import type { FieldSet } from "../ownership/index.ts";
import type { CelRules, Schema, SchemaValidator } from "../schema/index.ts";
import type { TableView } from "./table-view.ts";

/** What a client may do with a resource. */
export type Verb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** Every verb, in the order in which the API server lists them for custom resources. */
export const allVerbs: readonly Verb[] = [
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "create",
  "update",
  "watch",
];

/** One version of one kind, as it is served. */
export interface Resource extends GroupResource {
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly Verb[];
  /** Why it takes no other verbs, for people who try; empty where it takes them all. */
  readonly restriction: string;
  readonly hasStatus: boolean;
  /** Where its objects are kept; resources with the same name share them (versions of a kind, both kinds of Events). */
  readonly storage: string;
  /** Custom resources keep nulls, count generations and take no strategic merge patch. */
  readonly custom: boolean;
  /** Whether PUT and apply may leave the resource version out, and PUT may create. */
  readonly unconditionalUpdate: boolean;
  readonly createOnUpdate: boolean;
  /** Names have to be DNS labels instead of subdomains. */
  readonly labelNames: boolean;
  /** Whoever runs its objects has time to end them: a deletion marks one, until it is deleted without grace. */
  readonly endsWithGrace: boolean;
  /** Schema of the whole object, with apiVersion, kind and metadata. */
  readonly schema: Schema;
  readonly validateSchema: SchemaValidator;
  readonly rules: CelRules;
  readonly table: TableView;
  /** Fields to select by, besides metadata.name and metadata.namespace. */
  readonly selectableFields: ReadonlyMap<string, (object: KubeObject) => string>;
  readonly strategy: Strategy;
}

/** What a kind does differently from a custom resource. */
export interface Strategy {
  /** Brings a decoded object into the form it is kept in, such as defaults that are not in a schema. */
  normalize(object: JsonObject): JsonObject;
  /** Sets what only the server sets on creation. */
  prepareCreate(object: KubeObject): KubeObject;
  /** Findings beyond the schema. */
  validate(object: KubeObject, old: KubeObject | undefined): FieldError[];
  /** Fields a write of the resource itself (or of status) cannot set. */
  ignoredFields(subresource: string): FieldSet;
  /** From this version to the stored one. */
  toStorage(object: KubeObject): KubeObject;
  /** From the stored version to this one. */
  fromStorage(object: KubeObject): KubeObject;
}

/** Group and version as apiVersion has them: v1, or gastown.gastown.io/v1alpha1. */
export function apiVersionOf(resource: { readonly group: string; readonly version: string }): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** A function that gives the same object another apiVersion, or the object itself where it has it already. */
export function withApiVersion(apiVersion: string): (object: KubeObject) => KubeObject {
  return (object) => (object.apiVersion === apiVersion ? object : { ...object, apiVersion });
}

/** Text of a selectable field's value, as fmt.Sprint writes it. */
export function fieldText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
