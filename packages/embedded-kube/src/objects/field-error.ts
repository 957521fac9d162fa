import type { JsonValue } from "./json.ts";

/** One finding of a validation (apimachinery's field.Error): where, what kind, and the text without the field's name. */
export interface FieldError {
  readonly reason: FieldErrorReason;
  /** Dotted path such as spec.ports[0].name, or <nil> where no field is meant. */
  readonly field: string;
  /** Such as `Invalid value: 0: must be positive`. */
  readonly body: string;
}

/** The cause's reason in a Status, as field.ErrorType names them. */
export type FieldErrorReason =
  | "FieldValueRequired"
  | "FieldValueInvalid"
  | "FieldValueTypeInvalid"
  | "FieldValueNotSupported"
  | "FieldValueDuplicate"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "InternalError";

/** The path that field.Error prints when there is none. */
export const noField = "<nil>";

function printed(value: JsonValue | undefined): string {
  return value === undefined ? "null" : JSON.stringify(value);
}

function withDetail(text: string, detail: string): string {
  return detail === "" ? text : `${text}: ${detail}`;
}

/** A value is malformed or out of bounds. */
export function invalid(field: string, value: JsonValue | undefined, detail: string): FieldError {
  return { reason: "FieldValueInvalid", field, body: withDetail(`Invalid value: ${printed(value)}`, detail) };
}

/** A value has another type than its schema says; `value` is the name of the type found, unless it is a format's. */
export function typeInvalid(field: string, value: JsonValue, detail: string): FieldError {
  return {
    reason: "FieldValueTypeInvalid",
    field,
    body: withDetail(`Invalid value: ${printed(value)}`, detail),
  };
}

/** A value is missing. */
export function required(field: string, detail = ""): FieldError {
  return { reason: "FieldValueRequired", field, body: withDetail("Required value", detail) };
}

/** A value is none of an enumeration's. */
export function notSupported(field: string, value: JsonValue, supported: readonly JsonValue[]): FieldError {
  const names = supported.map((item) =>
    JSON.stringify(typeof item === "string" ? item : JSON.stringify(item)),
  );
  return {
    reason: "FieldValueNotSupported",
    field,
    body: withDetail(`Unsupported value: ${printed(value)}`, `supported values: ${names.join(", ")}`),
  };
}

/** A value appears twice where it may once. */
export function duplicate(field: string, value: JsonValue): FieldError {
  return { reason: "FieldValueDuplicate", field, body: `Duplicate value: ${printed(value)}` };
}

/** A value that the present conditions do not permit. */
export function forbidden(field: string, detail: string): FieldError {
  return { reason: "FieldValueForbidden", field, body: withDetail("Forbidden", detail) };
}

/** A string is longer than permitted; the API server says bytes and counts characters. */
export function tooLong(field: string, most: number): FieldError {
  const unit = most === 1 ? "byte" : "bytes";
  return { reason: "FieldValueTooLong", field, body: `Too long: may not be more than ${most} ${unit}` };
}

/** A list or map has more entries than permitted. */
export function tooMany(field: string, actual: number, most: number): FieldError {
  const unit = most === 1 ? "item" : "items";
  return {
    reason: "FieldValueTooMany",
    field,
    body: `Too many: ${actual}: must have at most ${most} ${unit}`,
  };
}

/** All findings in one sentence, each once, as apimachinery's aggregate prints them. */
export function aggregate(errors: readonly FieldError[]): string {
  const messages = [...new Set(errors.map((error) => `${error.field}: ${error.body}`))];
  return messages.length === 1 ? (messages[0] ?? "") : `[${messages.join(", ")}]`;
}
