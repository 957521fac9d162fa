import type { IncomingMessage } from "node:http";
import {
  applyType,
  createObject,
  deleteObject,
  parseDeleteOptions,
  parseWriteOptions,
  patchObject,
  replaceObject,
  type Deletion,
  type WriteContext,
  type WriteRequest,
} from "../lifecycle/index.ts";
import { notFound, type JsonObject, type JsonValue, type KubeObject } from "../objects/index.ts";
import { listPage, parseListOptions, selectionOf } from "../query/index.ts";
import type { Verb } from "../resources/index.ts";
import { listParts, objectText, type Answer, type Presentation } from "./answer.ts";
import { mediaType, parseBody, readBody } from "./body.ts";
import type { Target } from "./target.ts";

/** One request for objects, with everything that its verb needs. */
export interface Call {
  readonly context: WriteContext;
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly presentation: Presentation;
}

/** Carries out every verb but watch, which has no end. */
export async function carryOut(verb: Exclude<Verb, "watch">, call: Call): Promise<Answer> {
  switch (verb) {
    case "get":
      return { code: 200, text: objectText(call.presentation, requireObject(call)) };
    case "list":
      return { code: 200, text: listParts(call.presentation, pageOf(call)) };
    case "create":
    case "update":
      return write(call, verb);
    case "patch":
      return patch(call);
    case "delete":
      return remove(call);
    case "deletecollection":
      return removeAll(call);
    default:
      return verb satisfies never;
  }
}

function stored({ context, target }: Call): KubeObject | undefined {
  const { resource, namespace, name = "" } = target;
  return context.store.get(resource.storage, namespace, name);
}

/** The object in the version of the request; throws 404. */
function requireObject(call: Call): KubeObject {
  const { resource, name = "" } = call.target;
  const found = stored(call);
  if (found === undefined) throw notFound(resource, name);
  return resource.strategy.fromStorage(found);
}

function pageOf({ context, target, query }: Call) {
  const selection = selectionOf(target.resource, target, query);
  return listPage(context.store, target.resource, selection, parseListOptions(query));
}

function writeRequest({ target, query, request }: Call, optionsKind: string): WriteRequest {
  return {
    ...target,
    ...parseWriteOptions(optionsKind, query, mediaType(request) === applyType),
    userAgent: request.headers["user-agent"] ?? "",
    warnings: [],
  };
}

async function write(call: Call, verb: "create" | "update"): Promise<Answer> {
  const asked = writeRequest(call, verb === "create" ? "CreateOptions" : "UpdateOptions");
  const body = parseBody(mediaType(call.request), await readBody(call.request));
  if (verb === "create") {
    const object = createObject(call.context, asked, body);
    return written(call, asked, { object, created: true });
  }
  return written(call, asked, replaceObject(call.context, asked, body));
}

async function patch(call: Call): Promise<Answer> {
  const asked = writeRequest(call, "PatchOptions");
  const text = (await readBody(call.request)).toString();
  return written(call, asked, patchObject(call.context, asked, mediaType(call.request), text));
}

function written(
  { presentation }: Call,
  { warnings }: WriteRequest,
  { object, created }: { readonly object: KubeObject; readonly created: boolean },
): Answer {
  return { code: created ? 201 : 200, text: objectText(presentation, object), warnings };
}

async function deleteOptions({ request, query }: Call) {
  const bytes = await readBody(request);
  const body: JsonValue | undefined = bytes.length === 0 ? undefined : parseBody(mediaType(request), bytes);
  return parseDeleteOptions(body, query);
}

async function remove(call: Call): Promise<Answer> {
  const { resource, name = "" } = call.target;
  const options = await deleteOptions(call);
  const live = stored(call);
  if (live === undefined) throw notFound(resource, name);
  const deletion = deleteObject(call.context, resource, live, options);
  if (deletion.removed) return { code: 200, text: JSON.stringify(success(call.target, deletion)) };
  return { code: 200, text: objectText(call.presentation, resource.strategy.fromStorage(deletion.object)) };
}

/** What the API server says of an object that is gone at once. */
function success({ resource }: Target, { object }: Deletion): JsonObject {
  const { group, plural } = resource;
  const { name = "", uid = "" } = object.metadata;
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, ...(group === "" ? {} : { group }), kind: plural, uid },
  };
}

async function removeAll(call: Call): Promise<Answer> {
  const { context, target } = call;
  const options = await deleteOptions(call);
  const page = pageOf(call);
  for (const { metadata } of page.items) {
    const live = context.store.get(target.resource.storage, metadata.namespace, metadata.name ?? "");
    if (live !== undefined) deleteObject(context, target.resource, live, options);
  }
  return { code: 200, text: listParts({ ...call.presentation, form: "object" }, page) };
}
