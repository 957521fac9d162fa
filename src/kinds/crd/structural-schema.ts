/**
 * From zod to the structural schema of a CustomResourceDefinition.
 *
 * A structural schema is a part of JSON Schema: an API server refuses a definition with `additionalProperties` beside
 * `properties`, with `type` inside `anyOf`, with `$ref`. Therefore every keyword is taken over by name, and one that
 * is not known here ends the generation instead of being lost. Unknown fields of objects need no keyword: they are
 * pruned, and `kubectl` tells of them.
 */
import { z } from "zod";

export type SchemaNode = Readonly<Record<string, unknown>>;

/** The keywords of a structural schema that are copied, in the order in which they are written. */
const COPIED = [
  "description",
  "type",
  "format",
  "default",
  "enum",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
  "required",
];
const KUBERNETES = [
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-map-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];
const TRANSLATED = ["properties", "additionalProperties", "items", "x-gastown-required"];
/** `propertyNames` only says that names are strings, which they always are. */
const WITHOUT_MEANING = ["$schema", "propertyNames"];
const KNOWN = new Set([...COPIED, ...KUBERNETES, ...TRANSLATED, ...WITHOUT_MEANING]);

/** zod bounds its integers by what a double holds; the API's own bounds are wider and need no keyword. */
const BOUNDS_OF_A_DOUBLE = new Set<unknown>([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);

const nodeSchema = z.record(z.string(), z.unknown());
const nodesSchema = z.record(z.string(), nodeSchema);
const branchSchema = z.looseObject({ type: z.string().optional(), pattern: z.string().optional() });

/** @throws Error naming the place of what no structural schema can say. */
export function structuralSchema(schema: z.ZodType): SchemaNode {
  return translate(nodeSchema.parse(z.toJSONSchema(schema, { io: "input", target: "draft-7" })), "");
}

function translate(node: SchemaNode, path: string): SchemaNode {
  if (node["x-kubernetes-int-or-string"] === true) return intOrString(node);
  const free = node["x-kubernetes-preserve-unknown-fields"] === true;
  if (free && "anyOf" in node) return pick(node, ["description", "x-kubernetes-preserve-unknown-fields"]);
  const unknown = Object.keys(node).filter((keyword) => !KNOWN.has(keyword));
  if (unknown.length > 0)
    throw new Error(`${path || "the schema"}: no structural schema has ${unknown.join(", ")}`);
  return {
    ...pick(node, node["x-gastown-required"] === false ? COPIED.filter((key) => key !== "required") : COPIED),
    ...children(node, path, free),
    ...pick(node, KUBERNETES),
  };
}

function children(node: SchemaNode, path: string, free: boolean): SchemaNode {
  const properties = nodesSchema.safeParse(node["properties"]).data;
  const items = nodeSchema.safeParse(node["items"]).data;
  const more = nodeSchema.safeParse(node["additionalProperties"]).data;
  const isLoose = more !== undefined && Object.keys(more).length === 0;
  return {
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, child]) => [name, translate(child, `${path}.${name}`)]),
      ),
    }),
    ...(items !== undefined && { items: translate(items, `${path}[]`) }),
    ...(isLoose && !free && { "x-kubernetes-preserve-unknown-fields": true }),
    ...(more !== undefined && !isLoose && { additionalProperties: translate(more, `${path}.*`) }),
  };
}

/** A quantity: the one place where a structural schema may name types inside `anyOf`. */
function intOrString(node: SchemaNode): SchemaNode {
  const branches = z.array(branchSchema).parse(node["anyOf"]);
  const pattern = branches.find((branch) => branch.pattern !== undefined)?.pattern;
  return {
    ...pick(node, ["description"]),
    anyOf: [{ type: "integer" }, { type: "string" }],
    ...(pattern !== undefined && { pattern }),
    "x-kubernetes-int-or-string": true,
  };
}

function pick(node: SchemaNode, keywords: readonly string[]): SchemaNode {
  const present = keywords.filter((keyword) => keyword in node && !BOUNDS_OF_A_DOUBLE.has(node[keyword]));
  return Object.fromEntries(present.map((keyword) => [keyword, node[keyword]]));
}
