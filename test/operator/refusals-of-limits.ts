/** What an API server refuses for its size or its form: a status by the CRD's schema, an Event by its own limits. */
import { Ajv, type ValidateFunction } from "ajv";
import { KINDS, type KindName } from "../../src/kinds/index.ts";
import { child, servedSchema } from "../kinds/schema/served.ts";

const ajv = new Ajv({ strict: false, validateFormats: false });
const validators = new Map<string, ValidateFunction>();

/** @returns null for what is taken, and for kinds that are none of the group's. */
export function statusProblem(kind: string, status: unknown): string | null {
  const validate = validatorOf(kind);
  if (validate === null || validate(status)) return null;
  const [error] = validate.errors ?? [];
  return `status${error?.instancePath ?? ""} ${error?.message ?? ""}`;
}

function validatorOf(kind: string): ValidateFunction | null {
  if (!isKind(kind)) return null;
  const known = validators.get(kind) ?? ajv.compile(child(servedSchema(kind), "status"));
  validators.set(kind, known);
  return known;
}

function isKind(kind: string): kind is KindName {
  return kind in KINDS;
}

/** validation of events.k8s.io/v1: lengths are in bytes, and nothing may be empty. */
export function eventProblem(event: Readonly<Record<string, unknown>>): string | null {
  const limits: readonly (readonly [string, number])[] = [
    ["reason", 128],
    ["action", 128],
    ["reportingInstance", 128],
    ["note", 1024],
  ];
  for (const [field, most] of limits) {
    const value = event[field];
    const length = typeof value === "string" ? Buffer.byteLength(value) : 0;
    if (length > most) return `${field}: can have at most ${most} characters`;
    if (length === 0 && field !== "note") return `${field}: must be specified`;
  }
  return null;
}
