import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import {
  invalid,
  noField,
  notSupported,
  required,
  toJson,
  tooLong,
  tooMany,
  typeInvalid,
  type FieldError,
  type JsonObject,
  type JsonValue,
} from "../objects/index.ts";
import { toAjvSchema } from "./ajv-schema.ts";
import { checkedFormats } from "./formats.ts";
import { fieldPath, pointerSegments } from "./field-path.ts";
import { isUnchanged } from "./ratcheting.ts";
import type { Schema } from "./schema.ts";

/** As Go's RE2: it knows classes such as \p{L}, which need the flag u here, and needless escapes, which that rejects. */
function patternOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  verbose: true,
  code: { regExp: Object.assign(patternOf, { code: "new RegExp" }) },
  formats: Object.fromEntries(Object.entries(checkedFormats)),
});

/** Checks objects against one schema; gives what kube-apiserver would find, in its words. */
export type SchemaValidator = (object: JsonObject, old: JsonObject | undefined) => FieldError[];

/**
 * Compiles a schema for validation (everything but CEL and list uniqueness). With an old object, findings on values
 * that did not change are let pass, as CRD validation ratcheting does (Kubernetes 1.33 and later).
 */
export function schemaValidator(schema: Schema): SchemaValidator {
  let validate: ValidateFunction | undefined;
  return (object, old) => {
    validate ??= ajv.compile(toSchemaObject(schema));
    if (validate(object)) return [];
    return withoutLaterAlternatives(validate.errors ?? [])
      .filter((error) => !isUnchanged(schema, object, old, pointerSegments(error.instancePath)))
      .flatMap(toFieldErrors);
  };
}

function toSchemaObject(schema: Schema): JsonObject {
  const converted = toAjvSchema(schema.raw);
  return typeof converted === "object" && converted !== null && !Array.isArray(converted) ? converted : {};
}

/** ajv reports the findings of every alternative of a failed anyOf or oneOf; the API server those of one. */
function withoutLaterAlternatives(errors: readonly ErrorObject[]): ErrorObject[] {
  const failed = errors.filter((error) => error.keyword === "anyOf" || error.keyword === "oneOf");
  return errors.filter(
    (error) =>
      !failed.some(
        (parent) =>
          error.schemaPath.startsWith(`${parent.schemaPath}/`) &&
          !error.schemaPath.startsWith(`${parent.schemaPath}/0/`),
      ),
  );
}

function openApiType(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

function paramOf(error: ErrorObject, name: string): JsonValue {
  const params: Record<string, unknown> = error.params;
  return params[name] === undefined ? "" : toJson(params[name]);
}

function textParam(error: ErrorObject, name: string): string {
  const value = paramOf(error, name);
  return typeof value === "string" ? value : JSON.stringify(value);
}

type Describe = (error: ErrorObject, field: string) => FieldError;

function typeMismatch(error: ErrorObject, field: string): FieldError {
  const types = paramOf(error, "type");
  const wanted = (Array.isArray(types) ? types : [types])
    .filter((type) => type !== "null")
    .map((type) => (typeof type === "string" ? type : JSON.stringify(type)));
  const found = openApiType(error.data);
  return typeInvalid(field, found, `${field} in body must be of type ${wanted.join(",")}: "${found}"`);
}

function limit(
  text: string,
  valueOf: (error: ErrorObject) => JsonValue = (error) => toJson(error.data),
): Describe {
  return (error, field) => {
    const bound = textParam(error, error.keyword === "multipleOf" ? "multipleOf" : "limit");
    return invalid(field, valueOf(error), `${field} in body ${text.replace("%", () => bound)}`);
  };
}

function combination(text: string): Describe {
  return (_, field) => invalid(noField, "", `"${field}" ${text}`);
}

const counted = (error: ErrorObject) => lengthOf(error.data);

const descriptions: Readonly<Record<string, Describe>> = {
  type: typeMismatch,
  required: (error, field) => {
    const missing = textParam(error, "missingProperty");
    return required(field === "" ? missing : `${field}.${missing}`);
  },
  enum: (error, field) =>
    notSupported(
      field,
      toJson(error.data),
      [paramOf(error, "allowedValues")].flat().filter((value) => value !== null),
    ),
  format: (error, field) => {
    const value = toJson(error.data);
    const format = textParam(error, "format");
    return typeInvalid(field, value, `${field} in body must be of type ${format}: ${JSON.stringify(value)}`);
  },
  pattern: (error, field) =>
    invalid(field, toJson(error.data), `${field} in body should match '${textParam(error, "pattern")}'`),
  maxLength: (error, field) => tooLong(field, Number(paramOf(error, "limit"))),
  maxItems: (error, field) => tooMany(field, lengthOf(error.data), Number(paramOf(error, "limit"))),
  maxProperties: (error, field) => tooMany(field, lengthOf(error.data), Number(paramOf(error, "limit"))),
  minLength: limit("should be at least % chars long"),
  minItems: limit("should have at least % items", counted),
  minProperties: limit("should have at least % properties", counted),
  minimum: limit("should be greater than or equal to %"),
  maximum: limit("should be less than or equal to %"),
  exclusiveMinimum: limit("should be greater than %"),
  exclusiveMaximum: limit("should be less than %"),
  multipleOf: limit("should be a multiple of %"),
  uniqueItems: (_, field) => invalid(field, "", `${field} in body shouldn't contain duplicates`),
  anyOf: combination("must validate at least one schema (anyOf)"),
  oneOf: (error, field) => {
    const valid = paramOf(error, "passingSchemas");
    const found = Array.isArray(valid) ? `Found ${valid.length} valid alternatives` : "Found none valid";
    return invalid(noField, "", `"${field}" must validate one and only one schema (oneOf). ${found}`);
  },
  not: combination("must not validate the schema (not)"),
};

function toFieldErrors(error: ErrorObject): FieldError[] {
  const field = fieldPath(pointerSegments(error.instancePath));
  const describe = descriptions[error.keyword];
  return [
    describe === undefined ? invalid(field, "", error.message ?? error.keyword) : describe(error, field),
  ];
}
