import { wholeSeconds } from "@gastown/system";
import {
  alreadyExists,
  conflict,
  forbiddenError,
  notFound,
  unexpected,
  withMetadata,
  type JsonValue,
  type KubeObject,
} from "../objects/index.ts";
import { recordUpdate } from "../ownership/index.ts";
import { namespaces } from "../resources/index.ts";
import { decodeBody } from "./decode.ts";
import { ownershipContext } from "./field-ownership.ts";
import { finalizerWarnings, metadataFindings } from "./metadata-validation.ts";
import { validateObject } from "./object-validation.ts";
import { managerName, type WriteContext, type WriteRequest } from "./write-request.ts";

const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** Five characters that make no words, as the API server's name generator chooses them. */
function nameSuffix(uuid: string): string {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  return [...bytes.subarray(0, 5)]
    .map((byte) => suffixAlphabet[byte % suffixAlphabet.length] ?? "b")
    .join("");
}

function named(context: WriteContext, object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata;
  if ((name ?? "") !== "" || generateName === undefined || generateName === "") return object;
  return withMetadata(object, { name: `${generateName.slice(0, 58)}${nameSuffix(context.randomUuid())}` });
}

/** Throws 404 or 403 when the namespace of a new object is missing or going away. */
function checkNamespace(context: WriteContext, request: WriteRequest, name: string): void {
  const { resource, namespace } = request;
  if (!resource.namespaced || namespace === undefined) return;
  const found = context.store.get(namespaces.storage, undefined, namespace);
  if (found === undefined) throw notFound(namespaces, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw forbiddenError(resource, name, why, [
    {
      reason: "NamespaceTerminating",
      message: `namespace ${namespace} is being terminated`,
      field: "metadata.namespace",
    },
  ]);
}

/** Creates the object in a body (POST, or PUT where the kind permits it). Gives it in the request's version. */
export function createObject(context: WriteContext, request: WriteRequest, body: JsonValue): KubeObject {
  const decoded = withMetadata(decodeBody(request, body), {
    creationTimestamp: undefined,
    uid: undefined,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    selfLink: undefined,
  });
  const owned = recordUpdate(ownershipContext(context, request), undefined, decoded, managerName(request));
  return storeNew(context, request, owned);
}

/** Admits and stores a new object whose managedFields are set. */
export function storeNew(context: WriteContext, request: WriteRequest, owned: KubeObject): KubeObject {
  const { resource } = request;
  checkNamespace(context, request, owned.metadata.name ?? "");
  const { status: _, ...withoutStatus } = owned;
  const isolated: KubeObject = resource.hasStatus ? withoutStatus : owned;
  const prepared = resource.strategy.prepareCreate(named(context, isolated));
  const object = withMetadata(prepared, { generation: resource.custom ? 1 : undefined });
  validateObject(resource, object, undefined, metadataFindings(resource, object.metadata));
  request.warnings.push(...finalizerWarnings(object, undefined));
  const name = object.metadata.name ?? "";
  if (owned.metadata.uid !== undefined) {
    const why = `uid mismatch: the provided object specified uid ${owned.metadata.uid}, and no existing object was found`;
    throw conflict(resource, name, why);
  }
  if (request.name === undefined && (object.metadata.resourceVersion ?? "") !== "") {
    throw unexpected("resourceVersion should not be set on objects to be created");
  }
  if (context.store.get(resource.storage, object.metadata.namespace, name) !== undefined)
    throw alreadyExists(resource, name);
  const complete = withMetadata(object, {
    uid: context.randomUuid(),
    creationTimestamp: wholeSeconds(context.now()),
    resourceVersion: undefined,
  });
  if (request.dryRun) return complete;
  return resource.strategy.fromStorage(
    context.store.put(resource.storage, resource.strategy.toStorage(complete)),
  );
}
