import { aggregate, type FieldError } from "./field-error.ts";
import type { JsonObject } from "./json.ts";

/** Which resource an error is about: `polecats.gastown.gastown.io`, or the plural alone in the core group. */
export interface GroupResource {
  readonly group: string;
  readonly plural: string;
}

/** Which kind an error is about. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

interface Failure {
  readonly code: number;
  /** Left out of the Status when empty, as the API server does for errors it did not expect. */
  readonly reason: string;
  readonly message: string;
  readonly details?: JsonObject;
  /** ListMeta of the Status; only a list that cannot be continued has something in it. */
  readonly metadata?: JsonObject;
}

/** An answer that is a failure: apimachinery's StatusError, with the texts of apimachinery/pkg/api/errors. */
export class StatusError extends Error {
  override readonly name = "StatusError";
  readonly code: number;
  readonly status: JsonObject;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.code = failure.code;
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: failure.metadata ?? {},
      status: "Failure",
      message: failure.message,
      ...(failure.reason === "" ? {} : { reason: failure.reason }),
      ...(failure.details === undefined ? {} : { details: failure.details }),
      code: failure.code,
    };
  }
}

function qualified(group: string, name: string): string {
  return group === "" ? name : `${name}.${group}`;
}

function detailsOf(name: string, group: string, kind: string): JsonObject {
  return { ...(name === "" ? {} : { name }), ...(group === "" ? {} : { group }), kind };
}

/** 404 for an object. */
export function notFound(resource: GroupResource, name: string): StatusError {
  return new StatusError({
    code: 404,
    reason: "NotFound",
    message: `${qualified(resource.group, resource.plural)} "${name}" not found`,
    details: detailsOf(name, resource.group, resource.plural),
  });
}

/** 404 for a path that nothing serves. */
export function pathNotFound(): StatusError {
  return new StatusError({
    code: 404,
    reason: "NotFound",
    message: "the server could not find the requested resource",
    details: {},
  });
}

/** 409 for a name that is taken. */
export function alreadyExists(resource: GroupResource, name: string): StatusError {
  return new StatusError({
    code: 409,
    reason: "AlreadyExists",
    message: `${qualified(resource.group, resource.plural)} "${name}" already exists`,
    details: detailsOf(name, resource.group, resource.plural),
  });
}

/** 409 for a write that lost against another one, or against a precondition. */
export function conflict(resource: GroupResource, name: string, why: string): StatusError {
  return new StatusError({
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${qualified(resource.group, resource.plural)} "${name}": ${why}`,
    details: detailsOf(name, resource.group, resource.plural),
  });
}

/** 409 for a server-side apply that would take fields from other managers; a cause for each field. */
export function applyConflict(message: string, causes: JsonObject[]): StatusError {
  return new StatusError({ code: 409, reason: "Conflict", message, details: { causes } });
}

/** 403. */
export function forbiddenError(
  resource: GroupResource,
  name: string,
  why: string,
  causes: JsonObject[] = [],
): StatusError {
  return new StatusError({
    code: 403,
    reason: "Forbidden",
    message: `${qualified(resource.group, resource.plural)} "${name}" is forbidden: ${why}`,
    details: {
      ...detailsOf(name, resource.group, resource.plural),
      ...(causes.length === 0 ? {} : { causes }),
    },
  });
}

/** 422 with a cause for each finding. */
export function invalidObject(kind: GroupKind, name: string, errors: readonly FieldError[]): StatusError {
  const causes = errors.map((error) => ({ reason: error.reason, message: error.body, field: error.field }));
  return new StatusError({
    code: 422,
    reason: "Invalid",
    message: `${qualified(kind.group, kind.kind)} "${name}" is invalid: ${aggregate(errors)}`,
    details: { ...detailsOf(name, kind.group, kind.kind), causes },
  });
}

/** 422 for query parameters or delete options; `kind` is such as ListOptions. */
export function invalidOptions(kind: string, errors: readonly FieldError[]): StatusError {
  return invalidObject({ group: "meta.k8s.io", kind }, "", errors);
}

/** 400. */
export function badRequest(message: string, cause?: unknown): StatusError {
  return new StatusError({ code: 400, reason: "BadRequest", message }, { cause });
}

/** 401. */
export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: "Unauthorized", message: "Unauthorized" });
}

/** 410: the resource version asked for lies before what is remembered. `continueWith` is a token to go on with. */
export function expired(message: string, continueWith?: string): StatusError {
  const metadata = continueWith === undefined ? {} : { continue: continueWith };
  return new StatusError({ code: 410, reason: "Expired", message, metadata });
}

/** 405. */
export function methodNotAllowed(
  resource: GroupResource & { readonly restriction: string },
  action: string,
): StatusError {
  const why = resource.restriction === "" ? "" : `: ${resource.restriction}`;
  return new StatusError({
    code: 405,
    reason: "MethodNotAllowed",
    message: `${action} is not supported on resources of kind "${qualified(resource.group, resource.plural)}"${why}`,
    details: detailsOf("", resource.group, resource.plural),
  });
}

/** 415. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const types = accepted.join(", ");
  return new StatusError({
    code: 415,
    reason: "UnsupportedMediaType",
    message: `the body of the request was in an unknown format - accepted media types include: ${types}`,
  });
}

/** 406. */
export function notAcceptable(): StatusError {
  return new StatusError({
    code: 406,
    reason: "NotAcceptable",
    message: "only the following media types are accepted: application/json",
  });
}

/** 500 without a reason: what the API server answers where it passes on an error of its own. */
export function unexpected(message: string, cause?: unknown): StatusError {
  return new StatusError({ code: 500, reason: "", message }, { cause });
}

/** 422 without causes: a JSON patch that cannot be carried out. */
export function unprocessable(cause?: unknown): StatusError {
  return new StatusError(
    {
      code: 422,
      reason: "Invalid",
      message: "the server rejected our request due to an error in our request",
      details: {},
    },
    { cause },
  );
}
