import {
  invalid,
  invalidObject,
  noField,
  type FieldError,
  type FieldErrorReason,
  type KubeObject,
} from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";
import { duplicateItems } from "../schema/index.ts";

// CEL rules may rely on what the schema promises; with these findings they would fail for the wrong reason.
const blocking = new Set<FieldErrorReason>([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);

const skippedRules =
  "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

function ruleFindings(
  resource: Resource,
  object: KubeObject,
  old: KubeObject | undefined,
  before: readonly FieldError[],
): FieldError[] {
  if (!resource.schema.hasRules) return [];
  if (before.some((error) => blocking.has(error.reason))) return [invalid(noField, undefined, skippedRules)];
  return resource.rules.validate(object, old);
}

function listFindings(resource: Resource, object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const found = duplicateItems(resource.schema, object);
  // What was not unique before may stay so, or such an object could never be changed again.
  if (found.length === 0 || old === undefined || duplicateItems(resource.schema, old).length === 0)
    return found;
  return [];
}

/** Throws 422 with all findings on an object: metadata (given), schema, list uniqueness, CEL rules, the kind's own. */
export function validateObject(
  resource: Resource,
  object: KubeObject,
  old: KubeObject | undefined,
  metadata: readonly FieldError[],
): void {
  const errors = [
    ...metadata,
    ...resource.validateSchema(object, old),
    ...listFindings(resource, object, old),
    ...resource.strategy.validate(object, old),
  ];
  errors.push(...ruleFindings(resource, object, old, errors));
  if (errors.length === 0) return;
  throw invalidObject({ group: resource.group, kind: resource.kind }, object.metadata.name ?? "", errors);
}
