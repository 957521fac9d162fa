/** The fields of a schema, one after another, each with its path, its shape and what it means. */
import { z } from "zod";

/** What of a structural schema is shown. */
const fieldSchema = z.object({
  description: z.string().optional(),
  type: z.string().default("any"),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  pattern: z.string().optional(),
  minLength: z.number().default(0),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().default(0),
  maxItems: z.number().optional(),
  required: z.array(z.string()).default([]),
  "x-kubernetes-validations": z.array(z.object({ message: z.string() })).default([]),
  "x-kubernetes-int-or-string": z.boolean().default(false),
  get properties() {
    return z.record(z.string(), fieldSchema).optional();
  },
  get items() {
    return fieldSchema.optional();
  },
  get additionalProperties() {
    return fieldSchema.optional();
  },
});

export type FieldSchema = z.output<typeof fieldSchema>;

export function readSchema(schema: unknown): FieldSchema {
  return fieldSchema.parse(schema);
}

/** Rules that the API server checks, in the words of its refusals. */
export function rules(field: FieldSchema): readonly string[] {
  return field["x-kubernetes-validations"].map(({ message }) => `Rule: ${message}.`);
}

/** Lines of a list, in the schema's order; a field of a list's items is `list[].field`. */
export function fieldLines(schema: FieldSchema, under: string): readonly string[] {
  const { properties = {}, required } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const at = `${under}.${name}`;
    const own = `- ${line(at, field, required.includes(name))}`;
    // Those of Kubernetes, of every kind.
    return name === "conditions" ? [own] : [own, ...nested(field, at)];
  });
}

function nested(field: FieldSchema, at: string): readonly string[] {
  const { items, additionalProperties } = field;
  if (items !== undefined) return fieldLines(items, `${at}[]`);
  if (additionalProperties !== undefined) return fieldLines(additionalProperties, `${at}.*`);
  return fieldLines(field, at);
}

function line(at: string, field: FieldSchema, isRequired: boolean): string {
  const facts = [
    typeOf(field),
    ...(isRequired ? ["**required**"] : []),
    ...limits(field),
    ...limitsOfItems(field),
  ];
  return [`\`${at}\` (${facts.join(", ")}):`, field.description ?? "", ...rules(field)].join(" ").trim();
}

function typeOf({ type, format, items, additionalProperties, ...rest }: FieldSchema): string {
  if (rest["x-kubernetes-int-or-string"]) return "integer or string";
  if (items !== undefined) return `list of ${items.type}`;
  if (additionalProperties !== undefined) return `map of ${typeOf(additionalProperties)}`;
  return format === undefined ? type : `${type}, ${format}`;
}

function limits(field: FieldSchema): readonly string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, pattern } = field;
  return [
    ...(field.enum === undefined ? [] : [`one of ${field.enum.map(code).join(", ")}`]),
    ...(field.default === undefined ? [] : [`default ${code(field.default)}`]),
    ...(minLength > 0 ? [minLength === 1 ? "not empty" : `at least ${minLength} characters`] : []),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? [] : [`at most ${maximum}`]),
    ...(minItems > 0 ? [minItems === 1 ? "not empty" : `at least ${minItems} of them`] : []),
    ...(maxItems === undefined ? [] : [`at most ${maxItems} of them`]),
    ...(pattern === undefined ? [] : [`matches \`${pattern}\``]),
  ];
}

function limitsOfItems({ items }: FieldSchema): readonly string[] {
  if (items === undefined || items.properties !== undefined) return [];
  return limits(items).map((limit) => `each ${limit}`);
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
