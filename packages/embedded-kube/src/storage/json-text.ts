import type { JsonObject } from "../objects/index.ts";

// Objects in storage never change, so their text can be shared by all watches, lists and saves.
const texts = new WeakMap<JsonObject, string>();

/** JSON.stringify for objects in storage, each written once. */
export function jsonText(object: JsonObject): string {
  const known = texts.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(object);
  texts.set(object, text);
  return text;
}
