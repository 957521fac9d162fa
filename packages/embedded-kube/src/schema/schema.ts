import { z } from "zod";
import { isJsonObject, toJson, type JsonObject, type JsonValue } from "../objects/index.ts";

/** One x-kubernetes-validations rule. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string | undefined;
  readonly messageExpression?: string | undefined;
  readonly reason?: string | undefined;
  readonly fieldPath?: string | undefined;
  readonly optionalOldSelf?: boolean | undefined;
}

/** A node of a structural OpenAPI v3 schema, with what walks over objects need to know about it. */
export interface Schema {
  /** The node as it was written, for validation and OpenAPI. */
  readonly raw: JsonObject;
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly nullable: boolean;
  readonly default: JsonValue | undefined;
  readonly properties: ReadonlyMap<string, Schema>;
  /** Schema of values under keys that are no property; true permits anything. */
  readonly additional: Schema | boolean;
  readonly items: Schema | undefined;
  readonly preserveUnknown: boolean;
  readonly embeddedResource: boolean;
  readonly intOrString: boolean;
  readonly listType: "atomic" | "set" | "map";
  readonly listMapKeys: readonly string[];
  readonly atomicMap: boolean;
  readonly rules: readonly ValidationRule[];
  /** Whether this node or one below has CEL rules, so that walks may stop early. */
  readonly hasRules: boolean;
}

const ruleShape = z.looseObject({
  rule: z.string(),
  message: z.string().optional(),
  messageExpression: z.string().optional(),
  reason: z.string().optional(),
  fieldPath: z.string().optional(),
  optionalOldSelf: z.boolean().optional(),
});

// Shallow: children are compiled one by one, because a recursive zod schema would validate each level again.
const nodeShape = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.union([z.boolean(), z.record(z.string(), z.unknown())]).optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  "x-kubernetes-preserve-unknown-fields": z.boolean().optional(),
  "x-kubernetes-embedded-resource": z.boolean().optional(),
  "x-kubernetes-int-or-string": z.boolean().optional(),
  "x-kubernetes-list-type": z.enum(["atomic", "set", "map"]).optional(),
  "x-kubernetes-list-map-keys": z.array(z.string()).optional(),
  "x-kubernetes-map-type": z.enum(["atomic", "granular"]).optional(),
  "x-kubernetes-validations": z.array(ruleShape).optional(),
});

function asObject(node: unknown): JsonObject {
  const raw = toJson(node);
  if (!isJsonObject(raw)) throw new TypeError("A schema has to be an object.");
  return raw;
}

/** Compiles a schema; throws ZodError or TypeError on what no structural schema may contain. */
export function compileSchema(node: unknown): Schema {
  const raw = asObject(node);
  const parsed = nodeShape.parse(raw);
  const properties = new Map(
    Object.entries(parsed.properties ?? {}).map(([name, child]) => [name, compileSchema(child)] as const),
  );
  const more = parsed.additionalProperties ?? false;
  const additional = typeof more === "boolean" ? more : compileSchema(more);
  const items = parsed.items === undefined ? undefined : compileSchema(parsed.items);
  const rules = parsed["x-kubernetes-validations"] ?? [];
  const below = [...properties.values(), items, typeof additional === "boolean" ? undefined : additional];
  return {
    raw,
    type: parsed.type,
    format: parsed.format,
    nullable: parsed.nullable ?? false,
    default: raw.default,
    properties,
    additional,
    items,
    preserveUnknown: parsed["x-kubernetes-preserve-unknown-fields"] ?? false,
    embeddedResource: parsed["x-kubernetes-embedded-resource"] ?? false,
    intOrString: parsed["x-kubernetes-int-or-string"] ?? false,
    listType: parsed["x-kubernetes-list-type"] ?? "atomic",
    listMapKeys: parsed["x-kubernetes-list-map-keys"] ?? [],
    atomicMap: parsed["x-kubernetes-map-type"] === "atomic",
    rules,
    hasRules: rules.length > 0 || below.some((child) => child?.hasRules === true),
  };
}

/** The schema of the value under a key, undefined when the schema knows none (then the key is unknown or free). */
export function schemaOfKey(schema: Schema | undefined, key: string): Schema | undefined {
  const property = schema?.properties.get(key);
  if (property !== undefined) return property;
  return typeof schema?.additional === "object" ? schema.additional : undefined;
}

/** The key fields of an item of a list of type map, a missing field taken from its default. */
export function mapKeyOf(schema: Schema, item: JsonValue): JsonObject {
  const key: JsonObject = {};
  if (!isJsonObject(item)) return key;
  for (const name of schema.listMapKeys) {
    const value = item[name] ?? schema.items?.properties.get(name)?.default;
    if (value !== undefined) key[name] = value;
  }
  return key;
}
