import {
  badRequest,
  forbidden,
  invalidOptions,
  notSupported,
  StatusError,
  type FieldError,
} from "../objects/index.ts";

const matches = ["Exact", "NotOlderThan", ""];

function findings(query: URLSearchParams): FieldError[] {
  const match = query.get("resourceVersionMatch") ?? "";
  const version = query.get("resourceVersion") ?? "";
  const field = "resourceVersionMatch";
  const errors: FieldError[] = [];
  if (match !== "") {
    if (version === "")
      errors.push(forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    if (query.get("continue"))
      errors.push(forbidden(field, "resourceVersionMatch is forbidden when continue is provided"));
    if (!matches.includes(match)) errors.push(notSupported(field, match, matches));
    if (match === "Exact" && version === "0") {
      errors.push(forbidden(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (query.get("sendInitialEvents") !== null) {
    errors.push(forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  }
  return errors;
}

/** Options of a list request. */
export interface ListOptions {
  /** Undefined: newest. 0 means any. */
  readonly revision: number | undefined;
  readonly exact: boolean;
  /** 0: no limit. */
  readonly limit: number;
  readonly continueToken: string;
}

/** Reads a resource version; undefined when there is none. Throws 400. */
export function parseRevision(text: string | null, prefix: string): number | undefined {
  if (text === null || text === "") return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const quoted = JSON.stringify(text);
  const why = `strconv.ParseUint: parsing ${quoted}: invalid syntax`;
  throw badRequest(`${prefix}resourceVersion: Invalid value: ${quoted}: ${why}`);
}

/** Reads the options of a list; throws 400 or 422. */
export function parseListOptions(query: URLSearchParams): ListOptions {
  const errors = findings(query);
  if (errors.length > 0) throw invalidOptions("ListOptions", errors);
  const limit = query.get("limit") ?? "0";
  if (!/^\d+$/.test(limit))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(limit)}: invalid syntax`);
  return {
    revision: parseRevision(query.get("resourceVersion"), "invalid resource version: "),
    exact: query.get("resourceVersionMatch") === "Exact",
    limit: Number(limit),
    continueToken: query.get("continue") ?? "",
  };
}

/** 504 for a resource version that does not exist yet. */
export function tooLargeRevision(wanted: number, current: number): StatusError {
  return new StatusError({
    code: 504,
    reason: "Timeout",
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
  });
}
