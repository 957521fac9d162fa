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

/** Reads a resource version; undefined when there is none. Throws what `failure` makes of the reason: lists and watches differ. */
export function parseRevision(
  text: string | null,
  failure: (why: string) => StatusError,
): number | undefined {
  if (text === null || text === "") return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const quoted = JSON.stringify(text);
  const why = `strconv.ParseUint: parsing ${quoted}: invalid syntax`;
  throw failure(`resourceVersion: Invalid value: ${quoted}: ${why}`);
}

/** Reads a number that is 0 when it is left out; throws 400. */
export function parseInteger(text: string | null): number {
  if (text === null || text === "") return 0;
  if (/^-?\d+$/.test(text)) return Math.max(0, Number(text));
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** Reads the options of a list; throws 400 or 422. */
export function parseListOptions(query: URLSearchParams): ListOptions {
  const errors = findings(query);
  if (errors.length > 0) throw invalidOptions("ListOptions", errors);
  const limit = parseInteger(query.get("limit"));
  parseInteger(query.get("timeoutSeconds"));
  return {
    revision: parseRevision(query.get("resourceVersion"), (why) =>
      badRequest(`invalid resource version: ${why}`),
    ),
    exact: query.get("resourceVersionMatch") === "Exact",
    limit,
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
