/**
 * From zod to the structural schema of a CustomResourceDefinition.
 * Differs from JSON Schema: no `$schema`, no `additionalProperties: false` (unknown fields are pruned instead).
 */
import { z } from "zod";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonSchema),
    z.record(z.string(), jsonSchema),
  ]),
);

interface JsonObject {
  [key: string]: Json;
}

/** Array.isArray does not narrow a readonly array away. */
function isObject(node: Json): node is JsonObject {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

export function structuralSchema(schema: z.ZodType): Json {
  const generated = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return clean(jsonSchema.parse(JSON.parse(JSON.stringify(generated))));
}

const DROPPED = new Set(["$schema", "propertyNames"]);

function clean(node: Json): Json {
  if (Array.isArray(node)) return node.map(clean);
  if (!isObject(node)) return node;
  const entries = Object.entries(node).filter(([key]) => !DROPPED.has(key));
  if (node["x-kubernetes-int-or-string"] === true) return { "x-kubernetes-int-or-string": true };
  if (node["x-kubernetes-preserve-unknown-fields"] === true) {
    return Object.fromEntries(
      entries
        .filter(([key]) => key !== "additionalProperties")
        .map(([key, value]) => [key, nested(key, value)]),
    );
  }
  return Object.fromEntries(
    entries
      .filter(
        ([key, value]) => !(key === "additionalProperties" && (value === false || "properties" in node)),
      )
      .map(([key, value]) => [key, nested(key, value)]),
  );
}

/** zod bounds its integers by what a double holds; the API's int64 needs no such bound. */
function nested(key: string, value: Json): Json {
  if (key === "properties" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, property]) => [name, unbounded(clean(property))]),
    );
  }
  return key === "default" ? value : unbounded(clean(value));
}

function unbounded(node: Json): Json {
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node).filter(
      ([key, value]) =>
        !((key === "maximum" || key === "minimum") && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER),
    ),
  );
}
