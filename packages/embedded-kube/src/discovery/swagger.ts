import { childOf, isJsonObject, type JsonObject } from "../objects/index.ts";
import type { ResourceRegistry } from "../resources/index.ts";
import { objectMetaSchema } from "../schema/index.ts";
import { metaComponent, schemaComponent } from "./open-api-schemas.ts";

/**
 * OpenAPI v2, one document for everything: kubectl checks the items of a `List` with it, for `apply`, `create` and
 * `replace`, because a List has no path whose parameters say that the server checks fields itself.
 */
export function swaggerOf(registry: ResourceRegistry): JsonObject {
  const kinds = registry.resources.map((resource) => schemaComponent(resource));
  return {
    swagger: "2.0",
    info: { title: "Kubernetes", version: "v1.34.0" },
    paths: {},
    definitions: Object.fromEntries(
      [[metaComponent, objectMetaSchema.raw] as const, ...kinds].map(([name, schema]) => [
        name,
        older(schema),
      ]),
    ),
  };
}

const kept = ["description", "type", "format", "required", "enum", "default"];

/**
 * A schema in the words of v2. What v2 cannot say (a null, either of two types, any further field) is left open, as
 * kube-apiserver leaves it: whoever checks with this document must not refuse what the server takes.
 */
function older(schema: JsonObject): JsonObject {
  const reference = referenceIn(schema);
  if (reference !== undefined) return { $ref: reference.replace("#/components/schemas/", "#/definitions/") };
  const description = { description: schema["description"] ?? "" };
  const marks = Object.fromEntries(Object.entries(schema).filter(([key]) => key.startsWith("x-kubernetes-")));
  const isOpen =
    schema["nullable"] === true ||
    schema["x-kubernetes-int-or-string"] === true ||
    schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (isOpen) return { ...description, ...marks };
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => kept.includes(key)));
  return { ...own, ...marks, ...children(schema) };
}

function children(schema: JsonObject): JsonObject {
  const properties = childOf(schema, "properties");
  const { items, additionalProperties: rest } = schema;
  return {
    ...(isJsonObject(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).flatMap(([name, child]) =>
              isJsonObject(child) ? [[name, older(child)]] : [],
            ),
          ),
        }
      : {}),
    ...(isJsonObject(items) ? { items: older(items) } : {}),
    ...(isJsonObject(rest) ? { additionalProperties: older(rest) } : {}),
  };
}

/** v3 wraps a reference, so that it may have a description. */
function referenceIn({ allOf }: JsonObject): string | undefined {
  const first = Array.isArray(allOf) ? allOf[0] : undefined;
  return isJsonObject(first) && typeof first["$ref"] === "string" ? first["$ref"] : undefined;
}
