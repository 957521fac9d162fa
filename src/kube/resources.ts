import { z } from "zod";
import { UnreadableAnswerError, isApiError } from "./errors.ts";
import { listAll } from "./list.ts";
import {
  ParseProblem,
  apiVersionOf,
  collectionPath,
  objectPath,
  rawObjectSchema,
  unstoredObjectSchema,
  withoutManagedFields,
  type ObjectName,
  type ObjectRef,
  type RawObject,
  type Resource,
} from "./resource.ts";
import type { KubeApi } from "./transport.ts";

const LIST_TIMEOUT_MS = 60_000;

export interface NewObject {
  metadata: {
    name: string;
    namespace?: string;
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
    finalizers?: readonly string[];
    ownerReferences?: readonly unknown[];
  };
  spec: unknown;
}

/** How a person's write differs from the operator's own. */
export interface WriteOptions {
  readonly fieldManager?: string;
  /** The server checks it and answers as if it were done, and does nothing. */
  readonly dryRun?: boolean;
}

/** `exists`: the name is taken; the object that has it is not looked at. */
export type CreateOutcome<T> = { outcome: "created"; object: T } | { outcome: "exists" };

/** Creates an object. Throws ApiError (422 when the CRD's schema refuses it, 404 without the namespace). */
export async function createObject<T>(
  api: KubeApi,
  resource: Resource<T>,
  object: NewObject,
  options: WriteOptions = {},
): Promise<CreateOutcome<T>> {
  const path = collectionPath(resource, object.metadata.namespace);
  const body = { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object };
  try {
    const schema = options.dryRun === true ? unstoredObjectSchema : rawObjectSchema;
    const raw = await api.request("POST", path, schema, {
      body,
      query: queryOf(options),
    });
    return { outcome: "created", object: parsed(resource, raw) };
  } catch (error) {
    // 409 also says that the namespace is being deleted; only this reason means that the name is taken.
    if (isApiError(error, 409) && error.reason === "AlreadyExists") return { outcome: "exists" };
    throw error;
  }
}

function queryOf({
  fieldManager = "gastown-operator",
  dryRun = false,
}: WriteOptions): Record<string, string> {
  return { fieldManager, ...(dryRun && { dryRun: "All" }) };
}

/**
 * Merges `patch` into the object as it was when that was decided.
 * @param resourceVersion of the object that the decision was made from
 * @throws ApiError, of 409 when somebody has changed it since.
 */
export async function patchObject<T>(
  api: KubeApi,
  resource: Resource<T>,
  name: ObjectName,
  { resourceVersion, patch }: { readonly resourceVersion: string; readonly patch: object },
  options: WriteOptions = {},
): Promise<T> {
  const raw = await api.request("PATCH", objectPath(resource, name), rawObjectSchema, {
    body: { ...patch, metadata: { resourceVersion } },
    contentType: "application/merge-patch+json",
    query: queryOf(options),
  });
  return parsed(resource, raw);
}

/** All objects of a type as they are now, of one namespace or of all; those that cannot be read are left out. */
export async function listObjects<T>(
  api: KubeApi,
  resource: Resource<T>,
  namespace?: string,
  query: { readonly labelSelector?: string } = {},
): Promise<readonly T[]> {
  const { items } = await listAll(api, collectionPath(resource, namespace), {
    query,
    limit: 500,
    signal: AbortSignal.timeout(LIST_TIMEOUT_MS),
    onPage: () => undefined,
  });
  return items.flatMap((item) => {
    const object = resource.parse(withoutManagedFields(item));
    return object instanceof ParseProblem ? [] : [object];
  });
}

/** The object as it is now, past every cache; undefined when there is none. */
export async function readObject<T>(
  api: KubeApi,
  resource: Resource<T>,
  name: ObjectName,
): Promise<T | undefined> {
  try {
    return parsed(resource, await api.request("GET", objectPath(resource, name), rawObjectSchema));
  } catch (error) {
    if (isApiError(error, 404)) return undefined;
    throw error;
  }
}

/**
 * Deletes this very object as it was when that was decided: never another one of its name, and never one that somebody
 * has changed since. With finalizers it goes on existing until they are gone.
 * @param resourceVersion of the object that the decision was made from
 * @returns `changed` when it is there in another version; `gone` when there was nothing to delete.
 */
export async function deleteObject(
  api: KubeApi,
  ref: ObjectRef,
  resourceVersion: string,
): Promise<"deleted" | "changed" | "gone"> {
  const preconditions = { uid: ref.uid, resourceVersion };
  const body = { apiVersion: "v1", kind: "DeleteOptions", preconditions };
  try {
    // The answer is the object or a Status, depending on finalizers.
    await api.request("DELETE", objectPath(ref.resource, ref), z.unknown(), { body });
    return "deleted";
  } catch (error) {
    if (isApiError(error, 404)) return "gone";
    if (!isApiError(error, 409)) throw error;
    return (await isStillThere(api, ref)) ? "changed" : "gone";
  }
}

/**
 * Asks for the end of this very object, whatever has changed of it since: the one thing that is decided of it is that it
 * ends. It goes on existing until whoever runs it, or holds it by a finalizer, has let it go.
 */
export async function endObject(api: KubeApi, ref: ObjectRef): Promise<"ending" | "gone"> {
  const body = { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid: ref.uid } };
  try {
    await api.request("DELETE", objectPath(ref.resource, ref), z.unknown(), { body });
    return "ending";
  } catch (error) {
    // 409: another object has the name now.
    if (isApiError(error, 404, 409)) return "gone";
    throw error;
  }
}

async function isStillThere(api: KubeApi, ref: ObjectRef): Promise<boolean> {
  try {
    const { metadata } = await api.request("GET", objectPath(ref.resource, ref), rawObjectSchema);
    return metadata.uid === ref.uid;
  } catch (error) {
    if (isApiError(error, 404)) return false;
    throw error;
  }
}

function parsed<T>(resource: Resource<T>, raw: RawObject): T {
  const object = resource.parse(withoutManagedFields(raw));
  if (!(object instanceof ParseProblem)) return object;
  throw new UnreadableAnswerError(
    `${resource.kind} ${raw.metadata.name} has a foreign shape: ${object.problem}. Apply the CRDs of this version`,
  );
}
