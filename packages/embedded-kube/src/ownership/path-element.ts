import { isJsonObject, parseJson, type JsonValue } from "../objects/index.ts";
import { mapKeyOf, type Schema } from "../schema/index.ts";

/** The path element of a field. */
export function fieldElement(name: string): string {
  return `f:${name}`;
}

/** The path element of an item of a list of type map or set. */
export function itemElement(list: Schema, item: JsonValue): string {
  if (list.listType !== "map") return `v:${JSON.stringify(item)}`;
  const entries = Object.entries(mapKeyOf(list, item)).sort(([a], [b]) => (a < b ? -1 : 1));
  return `k:${JSON.stringify(Object.fromEntries(entries))}`;
}

/** Writes one element as it appears in conflict messages: `.spec`, `[name="p"]`, `[="v"]`. */
export function describeElement(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith("f:")) return `.${rest}`;
  if (element.startsWith("v:")) return `[=${rest}]`;
  const key = element.startsWith("k:") ? parseJson(rest) : null;
  if (!isJsonObject(key)) return `[${rest}]`;
  const parts = Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `[${parts.join(",")}]`;
}

/** Writes a whole path: `.spec.ports[name="p"].port`. */
export function describePath(path: readonly string[]): string {
  return path.map(describeElement).join("");
}
