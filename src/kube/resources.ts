import { z } from "zod";
import { UnreadableAnswerError, isApiError } from "./errors.ts";
import { listAll } from "./list.ts";
import {
  ParseProblem,
  apiVersionOf,
  collectionPath,
  objectPath,
  rawObjectSchema,
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

/** `exists`: the name is taken; the object that has it is not looked at. */
export type CreateOutcome<T> = { outcome: "created"; object: T } | { outcome: "exists" };

/** Creates an object. Throws ApiError (422 when the CRD's schema refuses it, 404 without the namespace). */
export async function createObject<T>(
  api: KubeApi,
  resource: Resource<T>,
  object: NewObject,
): Promise<CreateOutcome<T>> {
  const path = collectionPath(resource, object.metadata.namespace);
  const body = { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object };
  try {
    const raw = await api.request("POST", path, rawObjectSchema, {
      body,
      query: { fieldManager: "gastown-operator" },
    });
    return { outcome: "created", object: parsed(resource, raw) };
  } catch (error) {
    // 409 also says that the namespace is being deleted; only this reason means that the name is taken.
    if (isApiError(error, 409) && error.reason === "AlreadyExists") return { outcome: "exists" };
    throw error;
  }
}

/** All objects of a type as they are now, of one namespace or of all; those that cannot be read are left out. */
export async function listObjects<T>(
  api: KubeApi,
  resource: Resource<T>,
  namespace?: string,
): Promise<readonly T[]> {
  const { items } = await listAll(api, collectionPath(resource, namespace), {
    query: {},
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
 * Deletes this very object, never another one of its name. With finalizers it goes on existing until they are gone.
 * @returns `gone` when there was nothing to delete.
 */
export async function deleteObject(api: KubeApi, ref: ObjectRef): Promise<"deleted" | "gone"> {
  const body = { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid: ref.uid } };
  try {
    // The answer is the object or a Status, depending on finalizers.
    await api.request("DELETE", objectPath(ref.resource, ref), z.unknown(), { body });
    return "deleted";
  } catch (error) {
    if (isApiError(error, 404, 409)) return "gone";
    throw error;
  }
}

/**
 * Sets annotations; null removes one, those not named stay. Only on this very object: the UID in the body makes the
 * server refuse (409 or 422) when another one has its name.
 * @returns `gone` when the object no longer exists.
 */
export async function annotateObject(
  api: KubeApi,
  ref: ObjectRef,
  annotations: Readonly<Record<string, string | null>>,
): Promise<"annotated" | "gone"> {
  const path = objectPath(ref.resource, ref);
  try {
    await api.request("PATCH", path, rawObjectSchema, {
      body: { metadata: { uid: ref.uid, annotations } },
      contentType: "application/merge-patch+json",
    });
    return "annotated";
  } catch (error) {
    if (isApiError(error, 404)) return "gone";
    if (!isApiError(error, 409, 422)) throw error;
    if (await isStillThere(api, ref)) throw error;
    return "gone";
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
