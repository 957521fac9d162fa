import {
  badRequest,
  conflict,
  invalid,
  invalidObject,
  invalidOptions,
  isJsonObject,
  notFound,
  parseJsonText,
  parseYamlText,
  required,
  StatusError,
  stringAt,
  unsupportedMediaType,
  type JsonValue,
  type KubeObject,
} from "../objects/index.ts";
import { applyConfiguration, recordUpdate } from "../ownership/index.ts";
import { apiVersionOf } from "../resources/index.ts";
import { storeNew } from "./create.ts";
import { checkName, decodeObject, inRequestNamespace, reportUnknown } from "./decode.ts";
import { ownershipContext } from "./field-ownership.ts";
import { jsonPatch } from "./json-patch.ts";
import { mergePatch } from "./merge-patch.ts";
import { liveObject, requireLive, type Written } from "./replace.ts";
import { strategicMergePatch } from "./strategic-merge-patch.ts";
import { storeChanged } from "./update.ts";
import { managerName, type WriteContext, type WriteRequest } from "./write-request.ts";
import { errorMessage } from "@gastown/system";

/** Media type of a server-side apply. */
export const applyType = "application/apply-patch+yaml";
const mergeType = "application/merge-patch+json";
const jsonType = "application/json-patch+json";
const strategicType = "application/strategic-merge-patch+json";

/** Carries out a PATCH; `contentType` says which kind. Throws 415 for one that the resource does not take. */
export function patchObject(
  context: WriteContext,
  request: WriteRequest,
  contentType: string,
  text: string,
): Written {
  const custom = [jsonType, mergeType, applyType];
  const accepted = request.resource.custom ? custom : [jsonType, mergeType, strategicType, applyType];
  if (!accepted.includes(contentType)) throw unsupportedMediaType(accepted);
  if (contentType === applyType) return applyObject(context, request, text);
  const live = requireLive(context, request);
  const patched = patchedBody(contentType, live, readPatch(text));
  const next = decodePatched(request, patched);
  const owned = recordUpdate(ownershipContext(context, request), live, next, managerName(request));
  return { object: storeChanged(context, request, live, owned), created: false };
}

function readPatch(text: string): JsonValue {
  try {
    return parseJsonText(text);
  } catch (cause) {
    throw badRequest(`error decoding patch: ${errorMessage(cause)}`, cause);
  }
}

function patchedBody(contentType: string, live: KubeObject, patch: JsonValue): JsonValue {
  if (contentType === jsonType) return jsonPatch(live, patch);
  if (!isJsonObject(patch)) {
    const found = Array.isArray(patch) ? "array" : typeof patch;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
    );
  }
  return contentType === mergeType ? mergePatch(live, patch) : strategicMergePatch(live, patch);
}

/** Decodes what a patch made of an object; findings are about the patch, not about a body. */
function decodePatched(request: WriteRequest, patched: JsonValue): KubeObject {
  const fail = (why: string) => {
    const problem = invalid("patch", JSON.stringify(patched), why);
    return invalidObject({ group: "", kind: "" }, "", [problem]);
  };
  try {
    const { object, unknown } = decodeObject(request.resource, patched);
    reportUnknown(request, unknown, fail);
    checkName(request, object);
    return inRequestNamespace(request, object);
  } catch (error) {
    if (error instanceof StatusError && /cannot be handled|unrecognized/.test(error.message))
      throw fail(error.message);
    throw error;
  }
}

function readConfig(text: string): JsonValue {
  try {
    return parseYamlText(text);
  } catch (cause) {
    const why = errorMessage(cause);
    throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${why}`, cause);
  }
}

function checkApply(request: WriteRequest, config: JsonValue): void {
  if (request.fieldManager === "") {
    throw invalidOptions("PatchOptions", [required("fieldManager", "is required for apply patch")]);
  }
  if (!isJsonObject(config))
    throw badRequest(
      "error decoding YAML: json: cannot unmarshal into Go value of type map[string]interface {}",
    );
  if (config.apiVersion === apiVersionOf(request.resource) && config.kind === request.resource.kind) return;
  const [last = "", first = ""] = (stringAt(config, "apiVersion") ?? "").split("/").reverse();
  const found = `${first}/${last}, Kind=${stringAt(config, "kind") ?? ""}`;
  throw badRequest(`invalid object type: ${found}`);
}

/** Server-side apply: creates the object when it does not exist. */
function applyObject(context: WriteContext, request: WriteRequest, text: string): Written {
  const config = readConfig(text);
  checkApply(request, config);
  const live = liveObject(context, request);
  if (live === undefined && request.subresource !== "") throw notFound(request.resource, request.name ?? "");
  const ownership = ownershipContext(context, request);
  const { force } = request;
  const applied = applyConfiguration(ownership, live, {
    config: isJsonObject(config) ? config : {},
    manager: request.fieldManager,
    force,
  });
  const { object } = decodeObject(request.resource, applied);
  checkName(request, object);
  const placed = inRequestNamespace(request, object);
  if (live !== undefined) return { object: storeChanged(context, request, live, placed), created: false };
  const name = request.name ?? "";
  if ((placed.metadata.name ?? "") === "") {
    const why = "was undeterminable: name must be provided";
    throw badRequest(`the name of the object (${name} based on URL) ${why}`);
  }
  const { uid } = placed.metadata;
  if (uid !== undefined) {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw conflict(request.resource, name, why);
  }
  return {
    object: storeNew(context, request, placed),
    created: true,
  };
}
