import { isJsonObject, type JsonObject, type JsonValue } from "../objects/index.ts";
import type { Schema } from "../schema/index.ts";
import { describeElement, fieldElement, itemElement } from "./path-element.ts";
import { fieldSchema } from "./shape.ts";

interface Problem {
  readonly path: string;
  readonly text: string;
}

/**
 * What keeps a configuration from being read by its schema, in structured-merge-diff's words; undefined when nothing
 * does. Unlike a create or update, an apply never prunes unknown fields: it fails.
 */
export function typedProblem(schema: Schema, config: JsonObject): string | undefined {
  const problems = checkMap(schema, config).map(({ path, text }) =>
    path === "" ? text : `${path}: ${text}`,
  );
  if (problems.length < 2) return problems[0];
  return `errors:\n${problems.map((problem) => `  ${problem}`).join("\n")}`;
}

function within(element: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, text }) => ({ path: describeElement(element) + path, text }));
}

function checkMap(schema: Schema | undefined, value: JsonObject): Problem[] {
  return Object.entries(value).flatMap(([name, child]) => {
    const below = fieldSchema(schema, name);
    const free =
      schema === undefined || schema.preserveUnknown || schema.additional === true || isOpen(schema);
    if (below === undefined && !free)
      return within(fieldElement(name), [{ path: "", text: "field not declared in schema" }]);
    return within(fieldElement(name), check(below, child));
  });
}

/** An object schema that says nothing about its fields; pruning empties it, but an apply accepts what is in it. */
function isOpen(schema: Schema): boolean {
  return schema.properties.size === 0 && schema.additional === false;
}

function check(schema: Schema | undefined, value: JsonValue): Problem[] {
  if (schema === undefined || value === null) return [];
  const problem = typeProblem(schema, value);
  if (problem !== undefined) return [{ path: "", text: problem }];
  if (Array.isArray(value)) return checkList(schema, value);
  return isJsonObject(value) ? checkMap(schema, value) : [];
}

function checkList(schema: Schema, items: readonly JsonValue[]): Problem[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    if (schema.listType === "atomic") return within(`i:${index}`, check(schema.items, item));
    const element = itemElement(schema, item);
    if (element === "k:{}") {
      const keys = `[${schema.listMapKeys.map((key) => JSON.stringify(key)).join(" ")}]`;
      const text = `element ${index}: associative list with keys has an element that omits all key fields ${keys} (and doesn't have default values for any key fields)`;
      return [{ path: "", text }];
    }
    const again = seen.has(element);
    seen.add(element);
    const repeated = again
      ? [{ path: "", text: `duplicate entries for key ${describeElement(element)}` }]
      : [];
    return [...repeated, ...within(element, check(schema.items, item))];
  });
}

function goType(value: JsonValue): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (isJsonObject(value)) return "map[string]interface {}";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : "string";
}

/** A value as Go's %#v prints it. */
function goSyntax(value: JsonValue): string {
  if (value === null) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]interface {}{${entries.map(([key, item]) => `${JSON.stringify(key)}:${goSyntax(item)}`).join(", ")}}`;
}

/** A value as Go's %v prints it. */
function goText(value: JsonValue): string {
  if (value === null) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (!isJsonObject(value)) return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${goText(item)}`).join(" ")}]`;
}

function typeProblem(schema: Schema, value: JsonValue): string | undefined {
  // Go deduces the type of such a place; validation finds what is neither.
  if (schema.intOrString) return undefined;
  const shown = `&{${goText(value)}}`;
  switch (schema.type) {
    case "string":
      return typeof value === "string"
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    case "integer":
    case "number":
      return typeof value === "number" ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case "boolean":
      return typeof value === "boolean" ? undefined : `expected boolean, got ${shown}`;
    case "array":
      return Array.isArray(value) ? undefined : `expected list, got ${shown}`;
    case "object":
      return isJsonObject(value) ? undefined : `expected map, got ${shown}`;
    default:
      return undefined;
  }
}
