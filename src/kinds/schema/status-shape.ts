/** The schema of a status, read once: what a writer has to keep to, without the words for people. */
import { z } from "zod";
import type { SchemaNode } from "../crd/structural-schema.ts";

export type Shape =
  /** No schema limits it. */
  | { readonly type: "free" }
  | { readonly type: "boolean" }
  | { readonly type: "integer"; readonly least: number }
  | {
      readonly type: "string";
      readonly least: number;
      readonly most: number;
      readonly isTime: boolean;
      readonly pattern: RegExp | null;
      readonly words: ReadonlySet<string> | null;
    }
  | { readonly type: "array"; readonly items: Shape; readonly most: number; readonly isConditions: boolean }
  | {
      readonly type: "object";
      readonly properties: readonly (readonly [string, Shape])[];
      readonly required: readonly string[];
    };

const node = z.record(z.string(), z.unknown());
const limits = z.object({
  type: z.string().optional(),
  properties: z.record(z.string(), node).default({}),
  items: node.default({}),
  required: z.array(z.string()).default([]),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().default(0),
  maxLength: z.number().default(Infinity),
  maxItems: z.number().default(Infinity),
  minimum: z.number().default(-Infinity),
  "x-kubernetes-preserve-unknown-fields": z.boolean().default(false),
  "x-kubernetes-list-map-keys": z.array(z.string()).default([]),
});

/** @throws TypeError on a type that no status has. */
export function shapeOf(schema: SchemaNode): Shape {
  const { type, ...of } = limits.parse(schema);
  if (of["x-kubernetes-preserve-unknown-fields"]) return { type: "free" };
  switch (type) {
    case "boolean":
      return { type };
    case "integer":
      return { type, least: of.minimum };
    case "string":
      return {
        type,
        least: of.minLength,
        most: of.maxLength,
        isTime: of.format === "date-time",
        pattern: of.pattern === undefined ? null : new RegExp(of.pattern),
        words: of.enum === undefined ? null : new Set(of.enum),
      };
    case "array": {
      const isConditions = of["x-kubernetes-list-map-keys"].includes("type");
      return { type, items: shapeOf(of.items), most: of.maxItems, isConditions };
    }
    case "object": {
      const properties = Object.entries(of.properties).map(
        ([name, child]) => [name, shapeOf(child)] as const,
      );
      return { type, properties, required: of.required };
    }
    default:
      throw new TypeError(`no status has a field of type ${type ?? "none"}`);
  }
}
