/** Edits of any field of a spec. The fields come from the API's schemas, so that a new one cannot be forgotten. */
import { z } from "zod";
import { convoySpecSchema } from "../../src/kinds/convoy/schema.ts";
import { beadStoreSpecSchema } from "../../src/kinds/bead-store/schema.ts";
import { polecatSpecSchema } from "../../src/kinds/polecat/schema.ts";
import { refinerySpecSchema } from "../../src/kinds/refinery/schema.ts";
import { rigSpecSchema } from "../../src/kinds/rig/schema.ts";
import { witnessSpecSchema } from "../../src/kinds/witness/schema.ts";
import type { Chance } from "@gastown/testing";
import type { Spec } from "./actions.ts";

export const SPECS = {
  rigs: rigSpecSchema,
  polecats: polecatSpecSchema,
  convoys: convoySpecSchema,
  witnesses: witnessSpecSchema,
  refineries: refinerySpecSchema,
  beadstores: beadStoreSpecSchema,
} as const;
export type EditedPlural = keyof typeof SPECS;

interface Shape {
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly items?: Shape | undefined;
  readonly maxLength?: number | undefined;
}

const shapeSchema: z.ZodType<Shape> = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  properties: z.lazy(() => z.record(z.string(), shapeSchema)).optional(),
  items: z.lazy(() => shapeSchema).optional(),
  maxLength: z.number().optional(),
});

/** Texts as people write them, and as they should not: each field takes some of them. */
const TEXTS = [
  ...[
    "",
    "al-1",
    "al-2",
    "be-1",
    "hq-1",
    "al-none",
    "al-",
    "alpha",
    "beta",
    "gamma",
    "main",
    "mayor/",
    "nobody/else",
  ],
  ...["deacon", "1m", "90s", "https://example.com/r.git", "/town/alpha", "/town/elsewhere", "large", "1Gi"],
  ...["--force", "-h", "$(reboot)", "'; rm -rf / #", "../..", "a".repeat(63), "ü".repeat(400), "two\nlines"],
] as const;
/** How often a value is thought of anew when the field does not take it. */
const TRIES = 8;

export function fieldsOf(plural: EditedPlural): readonly string[] {
  return Object.keys(SPECS[plural].shape);
}

/** Another value for one field, or none; whether the whole spec is taken then is the API server's to say. */
export function fieldEdit(chance: Chance, plural: EditedPlural): Spec {
  const field = chance.pick(fieldsOf(plural));
  const fields: Readonly<Record<string, z.ZodType>> = SPECS[plural].shape;
  const schema = fields[field];
  if (schema === undefined || chance.happens(0.15)) return { [field]: undefined };
  const shape = shapes[plural].properties?.[field] ?? {};
  for (let tries = 0; tries < TRIES; tries += 1) {
    const value = valueFor(chance, shape);
    if (schema.safeParse(value).success) return { [field]: value };
  }
  return { [field]: undefined };
}

const shapes = Object.fromEntries(
  Object.entries(SPECS).map(([plural, schema]) => [
    plural,
    shapeSchema.parse(z.toJSONSchema(schema, { io: "input" })),
  ]),
) as Readonly<Record<EditedPlural, Shape>>;

function valueFor(chance: Chance, { type, enum: choices, properties, items, maxLength }: Shape): unknown {
  if (choices !== undefined) return chance.pick(choices);
  switch (type) {
    case "boolean":
      return chance.happens(0.5);
    case "integer":
    case "number":
      return chance.below(chance.happens(0.8) ? 120 : 1_000_000);
    case "array":
      return Array.from({ length: chance.below(4) }, () => valueFor(chance, items ?? {}));
    case "object":
      return Object.fromEntries(
        Object.entries(properties ?? {})
          .filter(() => chance.happens(0.6))
          .map(([name, inner]) => [name, valueFor(chance, inner)]),
      );
    default:
      // The longest that is allowed: what is made of it must not be too long for anybody after that.
      return chance.happens(0.1) && maxLength !== undefined ? "x".repeat(maxLength) : chance.pick(TEXTS);
  }
}
