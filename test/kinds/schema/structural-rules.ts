/** The rules of a structural schema that a real API server enforces, and the house rules beside them. */
import { Ajv } from "ajv";
import { z } from "zod";
import type { Node } from "./served.ts";

const nodeSchema = z.record(z.string(), z.unknown());
const strings = z.array(z.string());
const rules = z.array(z.object({ rule: z.string(), message: z.string() }));

const KEYWORDS = new Set([
  ...["description", "type", "format", "default", "enum", "pattern", "required", "properties", "items"],
  ...[
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "additionalProperties",
    "anyOf",
  ],
  ...["x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"],
  ...["x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string", "x-kubernetes-validations"],
]);
const TYPES = new Set(["object", "array", "string", "integer", "number", "boolean"]);

/** @returns one line for each breach, `PLACE: what is wrong`. */
export function breaches(node: Node, place: string): readonly string[] {
  const own = [
    ...keywords(node),
    ...types(node),
    ...objects(node),
    ...lists(node),
    ...defaults(node, place),
    ...patterns(node),
    ...budgets(node),
  ];
  return [
    ...own.map((breach) => `${place}: ${breach}`),
    ...children(node).flatMap(([name, child]) => breaches(child, `${place}${name}`)),
  ];
}

export function children(node: Node): readonly (readonly [string, Node])[] {
  const properties = Object.entries(nodeSchema.parse(node["properties"] ?? {}));
  const named = properties.map(([name, child]) => [`.${name}`, nodeSchema.parse(child)] as const);
  const items = nodeSchema.safeParse(node["items"]).data;
  const values = nodeSchema.safeParse(node["additionalProperties"]).data;
  return [
    ...named,
    ...(items === undefined ? [] : [["[]", items] as const]),
    ...(values === undefined ? [] : [[".*", values] as const]),
  ];
}

function keywords(node: Node): readonly string[] {
  return Object.keys(node)
    .filter((keyword) => !KEYWORDS.has(keyword))
    .map((keyword) => `unknown keyword ${keyword}`);
}

function types(node: Node): readonly string[] {
  const isFree = node["x-kubernetes-preserve-unknown-fields"] === true;
  if (node["x-kubernetes-int-or-string"] === true) {
    const expected = JSON.stringify([{ type: "integer" }, { type: "string" }]);
    const isRight = node["type"] === undefined && JSON.stringify(node["anyOf"]) === expected;
    return isRight ? [] : ["int-or-string has no type, and anyOf integer and string"];
  }
  if ("anyOf" in node) return ["anyOf names types"];
  if (node["type"] === undefined) return isFree ? [] : ["has no type"];
  return typeof node["type"] === "string" && TYPES.has(node["type"]) ? [] : ["has an odd type"];
}

function objects(node: Node): readonly string[] {
  const names = Object.keys(nodeSchema.parse(node["properties"] ?? {}));
  const missing = strings.parse(node["required"] ?? []).filter((name) => !names.includes(name));
  return [
    ...("properties" in node && "additionalProperties" in node
      ? ["properties beside additionalProperties"]
      : []),
    ...(typeof node["additionalProperties"] === "boolean" ? ["additionalProperties is no schema"] : []),
    ...(names.length > 0 && node["type"] !== "object" ? ["properties of what is no object"] : []),
    ...missing.map((name) => `requires ${name}, which it does not have`),
  ];
}

function lists(node: Node): readonly string[] {
  const items = nodeSchema.parse(node["items"] ?? {});
  if (node["type"] === "array" && !("items" in node)) return ["a list without items"];
  if (node["x-kubernetes-list-type"] === "set" && items["type"] === "object") return ["a set of objects"];
  if (node["x-kubernetes-list-type"] !== "map") return [];
  const keys = strings.parse(node["x-kubernetes-list-map-keys"] ?? []);
  const required = strings.parse(items["required"] ?? []);
  if (keys.length === 0) return ["a map list without keys"];
  return keys.filter((key) => !required.includes(key)).map((key) => `key ${key} is not required`);
}

/** The server prunes and validates a default with the very schema that it stands in. */
function defaults(node: Node, place: string): readonly string[] {
  if (!("default" in node)) return [];
  const validate = new Ajv({ strict: false }).compile({ ...node, default: undefined });
  return [
    ...(validate(node["default"]) ? [] : ["its default breaks its own schema"]),
    ...(place.includes(".spec.") ? [] : ["a default outside of the spec"]),
  ];
}

/** RE2 knows no lookaround and no back-references. */
function patterns(node: Node): readonly string[] {
  const pattern = z.string().optional().parse(node["pattern"]);
  if (pattern === undefined) return [];
  if (/\(\?[=!<]|\\[1-9]/.test(pattern)) return ["a pattern that RE2 does not know"];
  return pattern.startsWith("^") && (pattern.endsWith("$") || node["enum"] !== undefined)
    ? []
    : ["a pattern without ends"];
}

/** The cost of a rule is estimated from the longest value that the schema permits. */
function budgets(node: Node): readonly string[] {
  const own = rules.parse(node["x-kubernetes-validations"] ?? []);
  if (own.length === 0) return [];
  const properties = nodeSchema.parse(node["properties"] ?? {});
  const touched = own.flatMap(({ rule }) =>
    [...rule.matchAll(/self\.(\w+)\b(?!\()/g)].map(([, name = ""]) => name),
  );
  const unbounded = [...new Set(touched)].filter((name) =>
    isUnbounded(nodeSchema.parse(properties[name] ?? {})),
  );
  return [
    ...(isUnbounded(node) ? ["a rule over a value without a bound"] : []),
    ...unbounded.map((name) => `a rule over ${name}, which has no bound`),
  ];
}

function isUnbounded(node: Node): boolean {
  if (node["type"] === "string") return !("maxLength" in node) && !("enum" in node);
  return node["type"] === "array" && !("maxItems" in node);
}
