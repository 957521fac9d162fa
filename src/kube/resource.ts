import { z } from "zod";

/** Why an object could not be read as its type. A value, not an exception: one odd object must not stop a watch. */
export class ParseProblem {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/** How a resource type is called in the API, and how one object of it is read. */
export interface Resource<T> extends ResourceType {
  readonly parse: (object: unknown) => T | ParseProblem;
}

/** The names of a resource type, without the reading; enough to address it. */
export interface ResourceType {
  /** API group; the empty string is the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** One object by name. `namespace` is absent for cluster-scoped types. */
export interface ObjectName {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** One object by identity: a recreated object of the same name has another `uid` and is another object. */
export interface ObjectRef extends ObjectName {
  readonly resource: ResourceType;
  readonly uid: string;
}

/** A resource type whose objects are read with a zod schema. */
export function resourceOf<T>(type: ResourceType, schema: z.ZodType<T>): Resource<T> {
  return {
    ...type,
    parse: (object) => {
      const parsed = schema.safeParse(object);
      return parsed.success ? parsed.data : new ParseProblem(z.prettifyError(parsed.error));
    },
  };
}

export function apiVersionOf(type: ResourceType): string {
  return type.group === "" ? type.version : `${type.group}/${type.version}`;
}

/** `/apis/GROUP/VERSION[/namespaces/NAMESPACE]/PLURAL`; without a namespace, all of them. */
export function collectionPath(type: ResourceType, namespace?: string): string {
  const root = type.group === "" ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope =
    type.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${scope}/${type.plural}`;
}

/** The path of one object, or of its subresource. */
export function objectPath(type: ResourceType, object: ObjectName, subresource?: "status"): string {
  if (type.namespaced && object.namespace === undefined) {
    throw new TypeError(`${type.kind} ${object.name} is namespaced: name its namespace`);
  }
  const path = `${collectionPath(type, object.namespace)}/${encodeURIComponent(object.name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** The metadata every stored object carries; everything else of the object passes through untouched. */
export const objectMetaSchema = z.looseObject({
  name: z.string().min(1),
  namespace: z.string().optional(),
  uid: z.string().min(1),
  resourceVersion: z.string().min(1),
  deletionTimestamp: z.string().optional(),
  finalizers: z.array(z.string()).optional(),
});

/** An object as the API server sends it, before its own type is read. */
export const rawObjectSchema = z.looseObject({ metadata: objectMetaSchema });

/** What a dry run gives: nothing was stored, so that there is no version of it. */
export const unstoredObjectSchema = z.looseObject({
  metadata: objectMetaSchema.extend({ resourceVersion: z.string().default("") }),
});

export type RawObject = z.infer<typeof rawObjectSchema>;

/**
 * `managedFields` records who owns which field for server-side apply. Nobody here reads it and it is often
 * larger than the object itself.
 */
export function withoutManagedFields(object: RawObject): RawObject {
  const metadata = { ...object.metadata };
  delete metadata["managedFields"];
  return { ...object, metadata };
}
