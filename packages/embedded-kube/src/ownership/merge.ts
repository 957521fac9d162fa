import type { JsonObject, JsonValue } from "../objects/index.ts";
import type { Schema } from "../schema/index.ts";
import { itemElement } from "./path-element.ts";
import { fieldSchema, fieldsOf, isVoid, itemsOf, shapeOf } from "./shape.ts";

/** Lays a configuration over a live object (structured-merge-diff's Merge): nothing is removed, lists merge by key. */
export function mergeObjects(schema: Schema | undefined, live: JsonObject, config: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const name of new Set([...Object.keys(live), ...Object.keys(config)])) {
    const merged = mergeAt(fieldSchema(schema, name), live[name], config[name]);
    if (merged !== undefined) result[name] = merged;
  }
  return result;
}

function mergeAt(
  schema: Schema | undefined,
  live: JsonValue | undefined,
  config: JsonValue | undefined,
): JsonValue | undefined {
  if (config === undefined || live === undefined) return config ?? live;
  const shape = shapeOf(schema, live, config);
  if (shape === "leaf" || (isVoid(live) && isVoid(config))) return config;
  if (shape === "map" || schema === undefined) return mergeObjects(schema, fieldsOf(live), fieldsOf(config));
  return mergeLists(schema, itemsOf(live), itemsOf(config));
}

/**
 * Merges lists of type map or set. Items of both keep the configuration's order, live-only items keep their place
 * among them, as structured-merge-diff orders them.
 */
function mergeLists(schema: Schema, live: readonly JsonValue[], config: readonly JsonValue[]): JsonValue[] {
  const left = live.map((item) => ({ element: itemElement(schema, item), item }));
  const right = config.map((item) => ({ element: itemElement(schema, item), item }));
  const liveItems = new Map(left.map(({ element, item }) => [element, item]));
  const configured = new Set(right.map(({ element }) => element));
  const shared = right.map(({ element }) => element).filter((element) => liveItems.has(element));
  const merged = new Set<string>();
  const out: JsonValue[] = [];
  const take = (element: string, item: JsonValue) => {
    merged.add(element);
    out.push(mergeAt(schema.items, liveItems.get(element), item) ?? item);
    if (shared[0] === element) shared.shift();
  };
  let at = 0;
  for (const { element, item } of right) {
    // Live items before the place of this one come first: those the configuration does not name, in their order.
    for (let entry = left[at]; entry !== undefined && entry.element !== element; entry = left[at]) {
      const known = configured.has(entry.element);
      if (known && !merged.has(entry.element) && shared[0] === entry.element) break;
      if (!known) out.push(entry.item);
      at += 1;
    }
    if (left[at]?.element === element) at += 1;
    take(element, item);
  }
  for (const entry of left.slice(at)) if (!configured.has(entry.element)) out.push(entry.item);
  return out;
}
