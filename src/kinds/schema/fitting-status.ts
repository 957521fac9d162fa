/**
 * A status as the API server takes it: cut to the very limits of the schema that the server has. What comes from outside
 * (words of gt, names, lists) has no limits of its own, and one field too long would keep the whole status from people.
 */
import { cutTo, SNAPSHOT_TEXT_LENGTH, STATUS_BYTES } from "../../grammar/index.ts";
import type { z } from "zod";
import { structuralSchema } from "../crd/structural-schema.ts";
import { shapeOf, type Shape } from "./status-shape.ts";

export interface FittingStatus {
  readonly status: object;
  /** Fields that could not be cut to fit, such as a name with a foreign character, by path. They are left out. */
  readonly dropped: readonly string[];
}

/** Limits of every string, one after another, until the whole status has a size that is taken. Characters. */
const TIGHTER = [Infinity, 4_096, 1_024, 256];
/** Stands for a reason that is no word for programs: a condition without one is refused. */
const NO_REASON = "Unknown";

const shapes = new Map<z.ZodType, Shape>();
const bytes = new TextEncoder();

/**
 * @param schema of the kind's status.
 * @param status an object as JSON has it: without undefined members.
 */
export function fittingStatus(schema: z.ZodType, status: unknown): FittingStatus {
  const shape = shapes.get(schema) ?? shapeOf(structuralSchema(schema));
  shapes.set(schema, shape);
  let fitting: FittingStatus = { status: {}, dropped: [] };
  for (const longest of TIGHTER) {
    const dropped: string[] = [];
    const whole = fit(shape, status, "status", { longest, dropped });
    fitting = { status: isFields(whole) ? whole : {}, dropped };
    if (sizeOf(fitting.status) <= STATUS_BYTES) break;
  }
  return fitting;
}

function sizeOf(status: object): number {
  const text = JSON.stringify(status);
  // Three bytes a UTF-16 unit at most: most statuses need no second look.
  return text.length * 3 <= STATUS_BYTES ? text.length : bytes.encode(text).length;
}

interface Limits {
  readonly longest: number;
  readonly dropped: string[];
}

/** @returns undefined for what does not fit. */
function fit(shape: Shape, value: unknown, path: string, limits: Limits): unknown {
  if (value === null || value === undefined) return undefined;
  const fitting = fitValue(shape, value, path, limits);
  if (fitting === undefined) limits.dropped.push(path);
  return fitting;
}

function fitValue(shape: Shape, value: unknown, path: string, limits: Limits): unknown {
  switch (shape.type) {
    case "free":
      return free(value, limits);
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "integer":
      return Number.isInteger(value) && Number(value) >= shape.least ? value : undefined;
    case "string":
      return typeof value === "string" ? fitText(shape, value, limits) : undefined;
    case "array":
      return Array.isArray(value) ? fitItems(shape, value, path, limits) : undefined;
    case "object":
      return isFields(value) ? fitFields(shape, value, path, limits) : undefined;
    default:
      return shape satisfies never;
  }
}

type Of<Type extends Shape["type"]> = Extract<Shape, { type: Type }>;

function fitText(shape: Of<"string">, value: string, { longest }: Limits): string | undefined {
  const text = cutTo(value.toWellFormed(), Math.min(shape.most, longest));
  const isOne = shape.words?.has(text) ?? true;
  const isLike = shape.pattern?.test(text) ?? true;
  const isTime = !shape.isTime || !Number.isNaN(Date.parse(text));
  return isOne && isLike && isTime && text.length >= shape.least ? text : undefined;
}

function fitItems(shape: Of<"array">, values: readonly unknown[], path: string, limits: Limits): unknown[] {
  const { items, isConditions } = shape;
  return values
    .slice(0, Math.min(shape.most, values.length))
    .map((value, index) => {
      const item = isConditions ? withReason(items, value, limits) : value;
      return fit(items, item, `${path}[${index}]`, limits);
    })
    .filter((value) => value !== undefined);
}

function withReason(shape: Shape, condition: unknown, limits: Limits): unknown {
  if (shape.type !== "object" || !isFields(condition)) return condition;
  const [, reason = { type: "free" } as const] = shape.properties.find(([name]) => name === "reason") ?? [];
  return { ...condition, reason: fitValue(reason, condition["reason"], "", limits) ?? NO_REASON };
}

function fitFields(shape: Of<"object">, value: Fields, path: string, limits: Limits): Fields | undefined {
  const fitting: Record<string, unknown> = {};
  for (const [name, property] of shape.properties) {
    const part = fit(property, value[name], `${path}.${name}`, limits);
    if (part !== undefined) fitting[name] = part;
  }
  return shape.required.every((name) => name in fitting) ? fitting : undefined;
}

/** A snapshot: no schema limits it, and what a machine remembers is for itself alone. */
function free(value: unknown, limits: Limits): unknown {
  if (typeof value === "string") {
    // The snapshot itself is a line of JSON: what is in it is cut, for half of a line could not be read any more.
    const inside = parsedObject(value);
    if (inside !== null) return JSON.stringify(free(inside, limits));
    return cutTo(value.toWellFormed(), Math.min(SNAPSHOT_TEXT_LENGTH, limits.longest));
  }
  if (Array.isArray(value)) return value.map((item) => free(item, limits));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, free(part, limits)]));
}

function parsedObject(text: string): Fields | null {
  if (!text.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
