import { forbidden, invalidOptions, notSupported, tooLong, type FieldError } from "../objects/index.ts";
import type { Resource, ResourceRegistry } from "../resources/index.ts";
import type { ObjectStore } from "../storage/index.ts";

/** What writes need of the server. */
export interface WriteContext {
  readonly store: ObjectStore;
  readonly registry: ResourceRegistry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly randomUuid: () => string;
}

/** What to do about unknown fields: fail, warn, or drop them silently. */
export type FieldValidation = "Strict" | "Warn" | "Ignore";

/** A write of one object. */
export interface WriteRequest {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  /** Undefined in a POST, which takes the name from the body. */
  readonly name: string | undefined;
  /** status, or empty for the resource itself. */
  readonly subresource: string;
  readonly dryRun: boolean;
  /** As given; empty when it was not. */
  readonly fieldManager: string;
  readonly userAgent: string;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean;
  /** Collects texts for Warning headers. */
  readonly warnings: string[];
}

/** The query parameters of a write. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean;
}

/** Characters that the name of a field manager may have. */
const longestManager = 128;

/** The name that managedFields get: the one given, or the program's name out of the user agent. */
export function managerName(request: WriteRequest): string {
  if (request.fieldManager !== "") return request.fieldManager;
  return (request.userAgent.split("/")[0] ?? "").slice(0, longestManager);
}

/** Reads the options of a write; `kind` is such as CreateOptions, `applies` whether it is a server-side apply. Throws 422. */
export function parseWriteOptions(kind: string, query: URLSearchParams, applies = false): WriteOptions {
  const errors: FieldError[] = [];
  const dryRun = query.getAll("dryRun");
  for (const value of dryRun) if (value !== "All") errors.push(notSupported("dryRun", dryRun, ["All"]));
  const validation = query.get("fieldValidation") ?? "";
  const known =
    validation === "" || validation === "Ignore" || validation === "Strict" || validation === "Warn";
  if (!known) errors.push(notSupported("fieldValidation", validation, ["", "Ignore", "Strict", "Warn"]));
  const fieldManager = query.get("fieldManager") ?? "";
  if (fieldManager.length > longestManager) errors.push(tooLong("fieldManager", longestManager));
  if (kind === "PatchOptions" && query.has("force") && !applies)
    errors.push(forbidden("force", "may not be specified for non-apply patch"));
  if (errors.length > 0) throw invalidOptions(kind, errors);
  return {
    dryRun: dryRun.length > 0,
    fieldManager,
    fieldValidation: validation === "Ignore" || validation === "Strict" ? validation : "Warn",
    force: query.get("force") === "true",
  };
}
