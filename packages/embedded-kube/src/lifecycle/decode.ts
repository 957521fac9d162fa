import {
  badRequest,
  DecodingError,
  invalid,
  invalidObject,
  isJsonObject,
  isKubeObject,
  metadataTypeProblem,
  stringAt,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from "../objects/index.ts";
import { apiVersionOf, type Resource } from "../resources/index.ts";
import { prune, withDefaults, withoutNulls } from "../schema/index.ts";
import type { WriteRequest } from "./write-request.ts";

/** An object as a request means it, and the paths of fields that its schema does not know. */
export interface Decoded {
  readonly object: KubeObject;
  readonly unknown: readonly string[];
}

function unrecognized(resource: Resource, why: string, body: JsonValue): Error {
  const text = JSON.stringify(body);
  const shown = text.length > 30 ? `${text.slice(0, 30)} ...` : text;
  return badRequest(
    `the object provided is unrecognized (must be of type ${resource.kind}): ${why} (${shown})`,
  );
}

function checkType(resource: Resource, body: JsonObject): void {
  const kind = stringAt(body, "kind") ?? "";
  if (kind === "")
    throw unrecognized(resource, `Object 'Kind' is missing in '${JSON.stringify(body)}'`, body);
  const expected = apiVersionOf(resource);
  const apiVersion = stringAt(body, "apiVersion") ?? "";
  if (apiVersion !== expected) {
    const versions = `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
    throw badRequest(versions);
  }
  if (kind === resource.kind) return;
  const name = stringAt(body, "metadata", "name") ?? "";
  const problem = invalid("kind", kind, `must be ${resource.kind}`);
  throw invalidObject({ group: resource.group, kind }, name, [problem]);
}

const omittedWhenEmpty = new Set(["labels", "annotations", "finalizers", "ownerReferences"]);

/** ObjectMeta's omitempty: an empty list of finalizers is none at all. */
function withoutEmpty(metadata: JsonObject): JsonObject {
  const isKept = ([key, value]: [string, JsonValue]) =>
    !omittedWhenEmpty.has(key) || typeof value !== "object" || Object.keys(value ?? {}).length > 0;
  return Object.fromEntries(Object.entries(metadata).filter(isKept));
}

function withCleanMetadata(object: JsonObject): JsonObject {
  const metadata = isJsonObject(object.metadata) ? withoutNulls(object.metadata) : (object.metadata ?? {});
  return { ...object, metadata: isJsonObject(metadata) ? withoutEmpty(metadata) : (metadata ?? {}) };
}

function cannotBeHandled(resource: Resource, why: string): Error {
  const { kind, version } = resource;
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
}

function normalized(resource: Resource, object: JsonObject): JsonObject {
  try {
    return resource.strategy.normalize(object);
  } catch (error) {
    if (error instanceof DecodingError) throw cannotBeHandled(resource, error.message);
    throw error;
  }
}

/**
 * Turns a body into an object: right type, well-typed metadata, without unknown fields, with defaults.
 * Throws 400 (or 422 for another kind) in the API server's words.
 */
export function decodeObject(resource: Resource, body: JsonValue): Decoded {
  if (!isJsonObject(body)) {
    const found = Array.isArray(body) ? "array" : typeof body;
    const why = `json parse error: json: cannot unmarshal ${found} into Go value of type struct { APIVersion string; Kind string }`;
    throw unrecognized(resource, `couldn't get version/kind; ${why}`, body);
  }
  checkType(resource, body);
  const bare = withCleanMetadata(body);
  const problem = isJsonObject(bare.metadata)
    ? metadataTypeProblem(bare.metadata)
    : "json: cannot unmarshal into Go struct field .metadata of type v1.ObjectMeta";
  if (problem !== undefined) throw cannotBeHandled(resource, problem);
  const clean = resource.custom ? bare : withoutNulls(bare);
  const { object: known, unknown } = prune(resource.schema, isJsonObject(clean) ? clean : bare);
  const filled = withDefaults(resource.schema, normalized(resource, known));
  if (!isKubeObject(filled)) throw cannotBeHandled(resource, "metadata is malformed");
  return { object: filled, unknown };
}

/** Fails or warns because of unknown fields, as the request wants it. */
export function reportUnknown(
  request: WriteRequest,
  unknown: readonly string[],
  fail: (why: string) => Error,
): void {
  const texts = unknown.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (texts.length === 0) return;
  if (request.fieldValidation === "Strict") throw fail(`strict decoding error: ${texts.join(", ")}`);
  if (request.fieldValidation === "Warn") request.warnings.push(...texts);
}

/** Decodes the body of a create or update and reports unknown fields. */
export function decodeBody(request: WriteRequest, body: JsonValue): KubeObject {
  const { object, unknown } = decodeObject(request.resource, body);
  reportUnknown(request, unknown, (why) => cannotBeHandled(request.resource, why));
  return inRequestNamespace(request, object);
}

/** Puts an object into the request's namespace; throws 400 when it names another one. */
export function inRequestNamespace(request: WriteRequest, object: KubeObject): KubeObject {
  const wanted = request.resource.namespaced ? request.namespace : undefined;
  const given = object.metadata.namespace;
  if (given === wanted) return object;
  if (given !== undefined && given !== "" && wanted !== undefined) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata: wanted === undefined ? metadata : { ...metadata, namespace: wanted } };
}

/** Throws 400 when an object has another name than the URL. */
export function checkName(request: WriteRequest, object: KubeObject): void {
  const given = object.metadata.name ?? "";
  if (given === "" || request.name === undefined || given === request.name) return;
  throw badRequest(`the name of the object (${given}) does not match the name on the URL (${request.name})`);
}
