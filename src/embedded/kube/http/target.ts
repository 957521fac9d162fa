import { badRequest, methodNotAllowed, pathNotFound } from "../objects/index.ts";
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

/** The target of a path below a group's version; throws 400 for bad escapes and 404 for what is not served. */
export function targetOf(registry: ResourceRegistry, path: string): Target {
  const segments = path.slice(1).split("/").map(decoded);
  const isCore = segments[0] === "api";
  const apiVersion = segments.slice(1, isCore ? 2 : 3).join("/");
  const place = placeOf(segments.slice(isCore ? 2 : 3));
  const { namespace, plural = "", name, subresource = "" } = place;
  const resource = registry.find(apiVersion, plural);
  if (resource === undefined || segments.includes("")) throw pathNotFound();
  const isPlaced = resource.namespaced
    ? namespace !== undefined || name === undefined
    : namespace === undefined;
  const isKnown = subresource === "" || (subresource === "status" && resource.hasStatus);
  if (!isPlaced || !isKnown) throw pathNotFound();
  return { resource, namespace, name, subresource };
}

/** `namespaces/x` and `namespaces/x/status` are the Namespace itself; anything longer is something inside of it. */
function placeOf(segments: readonly string[]): Place {
  const [first, second, third, ...more] = segments;
  if (first !== "namespaces" || third === undefined || third === "status") {
    if (more.length > 0) throw pathNotFound();
    return { plural: first, name: second, subresource: third };
  }
  const [name, subresource, ...beyond] = more;
  if (beyond.length > 0) throw pathNotFound();
  return { namespace: second, plural: third, name, subresource };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw badRequest(`invalid URL escape in ${JSON.stringify(segment)}`, cause);
  }
}

/** The verb of a request; throws 405 for a method that the target does not take. */
export function verbOf(target: Target, method: string, isWatch: boolean): Verb {
  const { resource, namespace, name, subresource } = target;
  const verb = verbByMethod(method, name !== undefined, isWatch);
  const isAllowed =
    verb !== undefined &&
    resource.verbs.includes(verb) &&
    // Objects are made and emptied in one namespace, or outside of all.
    (namespace !== undefined || !resource.namespaced || verb === "list" || verb === "watch") &&
    (subresource === "" || verb === "get" || verb === "patch" || verb === "update");
  if (!isAllowed) throw methodNotAllowed(resource, verb ?? method.toLowerCase());
  return verb;
}

function verbByMethod(method: string, isNamed: boolean, isWatch: boolean): Verb | undefined {
  switch (method) {
    case "GET":
      if (isWatch) return "watch";
      return isNamed ? "get" : "list";
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
