import {
  badRequest,
  childOf,
  invalid,
  invalidOptions,
  isJsonObject,
  notSupported,
  stringAt,
  unexpected,
  type FieldError,
  type JsonValue,
} from "../objects/index.ts";

/** What becomes of dependents. */
export type Propagation = "Background" | "Foreground" | "Orphan";

/** meta/v1 DeleteOptions. */
export interface DeleteOptions {
  readonly propagation: Propagation | undefined;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly dryRun: boolean;
  /** Seconds; undefined leaves it to the object. */
  readonly gracePeriod: number | undefined;
}

function propagationOf(text: string | undefined): Propagation | undefined {
  switch (text) {
    case undefined:
    case "":
      return undefined;
    case "Background":
    case "Foreground":
    case "Orphan":
      return text;
    default:
      throw invalidOptions("DeleteOptions", [
        notSupported("propagationPolicy", text, ["Foreground", "Background", "Orphan", "nil"]),
      ]);
  }
}

function findings(dryRun: readonly JsonValue[], body: JsonValue | undefined): FieldError[] {
  const policy = stringAt(body, "propagationPolicy");
  const both = "orphanDependents and deletionPropagation cannot be both set";
  return [
    ...(policy !== undefined && childOf(body, "orphanDependents") !== undefined
      ? [invalid("propagationPolicy", policy, both)]
      : []),
    ...(dryRun.every((value) => value === "All") ? [] : [notSupported("dryRun", [...dryRun], ["All"])]),
  ];
}

/** Reads delete options from a body, or from the query where there is no body. Throws 400 or 422. */
export function parseDeleteOptions(body: JsonValue | undefined, query: URLSearchParams): DeleteOptions {
  if (body !== undefined && !isJsonObject(body))
    throw badRequest("the body of a DELETE has to be DeleteOptions");
  const kind = stringAt(body, "kind") ?? "DeleteOptions";
  if (kind !== "DeleteOptions") throw unexpected(`no kind "${kind}" is registered for DeleteOptions`);
  const dryRun = body === undefined ? query.getAll("dryRun") : [childOf(body, "dryRun") ?? []].flat();
  const orphan = childOf(body, "orphanDependents");
  const errors = findings(dryRun, body);
  if (errors.length > 0) throw invalidOptions("DeleteOptions", errors);
  const fromOrphan = orphan === undefined ? undefined : orphan === true ? "Orphan" : "Background";
  return {
    propagation: propagationOf(
      body === undefined
        ? (query.get("propagationPolicy") ?? undefined)
        : (stringAt(body, "propagationPolicy") ?? fromOrphan),
    ),
    uid: stringAt(body, "preconditions", "uid"),
    resourceVersion: stringAt(body, "preconditions", "resourceVersion"),
    dryRun: dryRun.length > 0,
    gracePeriod: graceIn(body, query),
  };
}

function graceIn(body: JsonValue | undefined, query: URLSearchParams): number | undefined {
  const asked = childOf(body, "gracePeriodSeconds") ?? query.get("gracePeriodSeconds") ?? undefined;
  const seconds = asked === undefined ? NaN : Number(asked);
  return Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined;
}
