import { badRequest, methodNotAllowed } from "../objects/index.ts";
import type { Resource, ResourceRegistry, Verb } from "../resources/index.ts";

/** What a URL points at. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** status, or empty for the resource itself. */
  readonly subresource: string;
}

interface Place {
  readonly namespace?: string | undefined;
  readonly plural?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** The target of a path below a group's version, undefined where nothing is served; throws 400 for bad escapes. */
export function targetOf(registry: ResourceRegistry, path: string): Target | undefined {
  const segments = path.slice(1).split("/").map(decoded);
  const isCore = segments[0] === "api";
  const apiVersion = segments.slice(1, isCore ? 2 : 3).join("/");
  const place = placeOf(segments.slice(isCore ? 2 : 3));
  if (place === undefined || segments.includes("")) return undefined;
  const { namespace, plural = "", name, subresource = "" } = place;
  const resource = registry.find(apiVersion, plural);
  if (resource === undefined) return undefined;
  const isPlaced = resource.namespaced
    ? namespace !== undefined || name === undefined
    : namespace === undefined;
  const isKnown = subresource === "" || (subresource === "status" && resource.hasStatus);
  if (!isPlaced || !isKnown) return undefined;
  return { resource, namespace, name, subresource };
}

/** `namespaces/x` and `namespaces/x/status` are the Namespace itself; anything longer is something inside of it. */
function placeOf(segments: readonly string[]): Place | undefined {
  const [first, second, third, ...more] = segments;
  if (first !== "namespaces" || third === undefined || third === "status") {
    if (more.length > 0) return undefined;
    return { plural: first, name: second, subresource: third };
  }
  const [name, subresource, ...beyond] = more;
  if (beyond.length > 0) return undefined;
  return { namespace: second, plural: third, name, subresource };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw badRequest(`invalid URL escape in ${JSON.stringify(segment)}`, cause);
  }
}

/**
 * The verb of a request, undefined for what is only done in one namespace, or outside of all. Throws 405 for a method that
 * the target does not take, 400 where it lacks a name.
 */
export function verbOf(target: Target, method: string, isWatch: boolean): Verb | undefined {
  const { resource, namespace, name, subresource } = target;
  if (name === undefined && resource.custom && (method === "PUT" || method === "PATCH"))
    throw badRequest("name must be provided");
  const verb = verbByMethod(method, name !== undefined, isWatch);
  const isAllowed =
    verb !== undefined &&
    resource.verbs.includes(verb) &&
    (subresource === "" || verb === "get" || verb === "patch" || verb === "update");
  if (!isAllowed) throw methodNotAllowed(resource, verb ?? method.toLowerCase());
  const isEverywhere = resource.namespaced && namespace === undefined;
  return isEverywhere && verb !== "list" && verb !== "watch" ? undefined : verb;
}

function verbByMethod(method: string, isNamed: boolean, isWatch: boolean): Verb | undefined {
  switch (method) {
    case "GET":
      // One object is never watched by its path, only by a field selector on its name.
      if (isNamed) return "get";
      return isWatch ? "watch" : "list";
    case "POST":
      return isNamed ? undefined : "create";
    case "PUT":
      return isNamed ? "update" : undefined;
    case "PATCH":
      return isNamed ? "patch" : undefined;
    case "DELETE":
      return isNamed ? "delete" : "deletecollection";
    default:
      return undefined;
  }
}
