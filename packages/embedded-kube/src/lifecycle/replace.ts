import { conflict, notFound, type JsonValue, type KubeObject } from "../objects/index.ts";
import { recordUpdate } from "../ownership/index.ts";
import { createObject } from "./create.ts";
import { checkName, decodeBody } from "./decode.ts";
import { ownershipContext } from "./field-ownership.ts";
import { storeChanged } from "./update.ts";
import { managerName, type WriteContext, type WriteRequest } from "./write-request.ts";

/** The result of a write that may create. */
export interface Written {
  readonly object: KubeObject;
  readonly created: boolean;
}

/** The object a request names, in the request's version; undefined when there is none. */
export function liveObject(context: WriteContext, request: WriteRequest): KubeObject | undefined {
  const { resource, namespace, name } = request;
  const stored = context.store.get(resource.storage, resource.namespaced ? namespace : undefined, name ?? "");
  return stored === undefined ? undefined : resource.strategy.fromStorage(stored);
}

/** The object a request names; throws 404. */
export function requireLive(context: WriteContext, request: WriteRequest): KubeObject {
  const live = liveObject(context, request);
  if (live === undefined) throw notFound(request.resource, request.name ?? "");
  return live;
}

/** What etcd's side of kube-apiserver says of another uid, with the key under which it would keep the object. */
function storageError({ resource, namespace, name = "" }: WriteRequest, uid: string, actual: string): string {
  const key = ["/registry", resource.group, resource.plural, namespace ?? "", name].filter(
    (part) => part !== "",
  );
  return (
    `StorageError: invalid object, Code: 4, Key: ${key.join("/")}, ResourceVersion: 0, AdditionalErrorMsg: ` +
    `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${actual}`
  );
}

/** Replaces an object by the one in a body (PUT). */
export function replaceObject(context: WriteContext, request: WriteRequest, body: JsonValue): Written {
  const next = decodeBody(request, body);
  checkName(request, next);
  const live = liveObject(context, request);
  if (live === undefined) {
    if (!request.resource.createOnUpdate || request.subresource !== "")
      throw notFound(request.resource, request.name ?? "");
    return { object: createObject(context, request, body), created: true };
  }
  const uid = next.metadata.uid ?? "";
  if (uid !== "" && uid !== live.metadata.uid) {
    throw conflict(request.resource, request.name ?? "", storageError(request, uid, live.metadata.uid ?? ""));
  }
  const owned = recordUpdate(ownershipContext(context, request), live, next, managerName(request));
  return { object: storeChanged(context, request, live, owned), created: false };
}
