import { Optional, type Environment, type ParseResult } from "@marcbachmann/cel-js";
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  isJsonObject,
  jsonEqual,
  type JsonObject,
  type JsonValue,
  noField,
  required,
} from "../objects/index.ts";
import { kubernetesCelEnvironment } from "./cel-environment.ts";
import { toCel, visibleRoot } from "./cel-values.ts";
import { oldItemOf } from "./ratcheting.ts";
import { schemaOfKey, type Schema, type ValidationRule } from "./schema.ts";
import { errorMessage } from "@gastown/system";

/** An x-kubernetes-validations rule that this server cannot run; the CRD has to avoid what it uses. */
export class CelRuleError extends Error {
  override readonly name = "CelRuleError";
}

interface CompiledRule {
  readonly source: ValidationRule;
  readonly check: ParseResult;
  readonly message: ParseResult | undefined;
  readonly usesOldSelf: boolean;
}

interface Place {
  readonly schema: Schema;
  readonly value: JsonValue;
  readonly old: JsonValue | undefined;
  readonly path: string;
  /** Whether something around this place is the same in the old object. */
  readonly unchanged: boolean;
}

/** Runs the CEL rules of one schema over objects. */
export class CelRules {
  readonly #schema: Schema;
  readonly #compiled = new Map<ValidationRule, CompiledRule>();

  /** Compiles every rule; throws CelRuleError naming the first that does not parse. */
  constructor(schema: Schema) {
    this.#schema = schema;
    if (schema.hasRules) this.#compileAll(schema, kubernetesCelEnvironment(), "");
  }

  /** Findings of all rules; transition rules (oldSelf) run where an old value corresponds, as the API server does. */
  validate(object: JsonObject, old: JsonObject | undefined): FieldError[] {
    if (!this.#schema.hasRules) return [];
    const root = visibleRoot(object);
    const oldRoot = old === undefined ? undefined : visibleRoot(old);
    return this.#walk({ schema: this.#schema, value: root, old: oldRoot, path: "", unchanged: false });
  }

  #compileAll(schema: Schema, environment: Environment, path: string): void {
    for (const source of schema.rules) this.#compiled.set(source, compileRule(source, environment, path));
    for (const [name, child] of schema.properties) this.#compileAll(child, environment, `${path}.${name}`);
    if (typeof schema.additional === "object") this.#compileAll(schema.additional, environment, `${path}.*`);
    if (schema.items !== undefined) this.#compileAll(schema.items, environment, `${path}[*]`);
  }

  #walk(place: Place): FieldError[] {
    const { schema, value, old, path } = place;
    if (!schema.hasRules || value === null) return [];
    const unchanged = place.unchanged || (old !== undefined && jsonEqual(value, old));
    const own = schema.rules.flatMap((rule) => this.#run(rule, { ...place, unchanged }));
    if (Array.isArray(value)) {
      return value.reduce<FieldError[]>((errors, item, index) => {
        const before = oldItemOf(schema, item, old);
        const next = {
          schema: schema.items ?? schema,
          value: item,
          old: before,
          path: `${path}[${index}]`,
          unchanged,
        };
        return schema.items === undefined ? errors : errors.concat(this.#walk(next));
      }, own);
    }
    if (!isJsonObject(value)) return own;
    return Object.entries(value).reduce<FieldError[]>((errors, [key, child]) => {
      const childSchema = schemaOfKey(schema, key);
      if (childSchema === undefined) return errors;
      const before = isJsonObject(old) ? old[key] : undefined;
      const named = schema.properties.has(key) ? (path === "" ? key : `${path}.${key}`) : `${path}[${key}]`;
      return errors.concat(
        this.#walk({ schema: childSchema, value: child, old: before, path: named, unchanged }),
      );
    }, own);
  }

  #run(rule: ValidationRule, place: Place): FieldError[] {
    const compiled = this.#compiled.get(rule);
    if (compiled === undefined) return [];
    const optional = rule.optionalOldSelf === true;
    if (compiled.usesOldSelf && place.old === undefined && !optional) return [];
    const self = toCel(place.schema, place.value);
    const before = place.old === undefined ? undefined : toCel(place.schema, place.old);
    const oldSelf = optional ? (before === undefined ? Optional.none() : Optional.of(before)) : before;
    const variables = { self, ...(oldSelf === undefined ? {} : { oldSelf }) };
    const field = place.path === "" ? noField : place.path;
    const type = place.schema.type ?? "";
    let outcome: unknown;
    try {
      outcome = compiled.check(variables);
    } catch (error) {
      return [
        invalid(field, type, `${evaluationProblem(error)} evaluating rule: ${rule.message ?? rule.rule}`),
      ];
    }
    if (outcome === true) return [];
    // Ratcheting: what was wrong before may stay, but a transition is this update's own doing.
    if (!compiled.usesOldSelf && place.unchanged) return [];
    return [failure(rule, field, type, messageOf(compiled, variables))];
  }
}

function compileRule(source: ValidationRule, environment: Environment, path: string): CompiledRule {
  try {
    return {
      source,
      check: environment.parse(source.rule),
      message:
        source.messageExpression === undefined ? undefined : environment.parse(source.messageExpression),
      usesOldSelf: /\boldSelf\b/.test(source.rule),
    };
  } catch (cause) {
    throw new CelRuleError(
      `The CEL rule at ${path === "" ? "the root" : path} does not parse: ${source.rule}`,
      { cause },
    );
  }
}

function evaluationProblem(error: unknown): string {
  const [line = ""] = errorMessage(error).split("\n");
  return line.charAt(0).toLowerCase() + line.slice(1);
}

function messageOf(compiled: CompiledRule, variables: Record<string, unknown>): string {
  const fallback = compiled.source.message ?? `failed rule: ${compiled.source.rule}`;
  if (compiled.message === undefined) return fallback;
  try {
    const text: unknown = compiled.message(variables);
    return typeof text === "string" && text.trim() !== "" ? text : fallback;
  } catch {
    // A message expression that fails must not hide the finding itself; the API server falls back in the same way.
    return fallback;
  }
}

function failure(rule: ValidationRule, field: string, type: string, message: string): FieldError {
  const place =
    rule.fieldPath === undefined
      ? field
      : `${field === noField ? "" : field}${rule.fieldPath}`.replace(/^\./, "");
  switch (rule.reason) {
    case "FieldValueRequired":
      return required(place, message);
    case "FieldValueForbidden":
      return forbidden(place, message);
    case "FieldValueDuplicate":
      return duplicate(place, type);
    default:
      return invalid(place, type, message);
  }
}
