import {
  badRequest,
  isJsonObject,
  jsonEqual,
  stringAt,
  type JsonObject,
  type JsonValue,
} from "../objects/index.ts";

// The lists of built-in kinds that merge: all others are replaced. Primitive lists have no key.
const mergeKeys: Readonly<Record<string, string>> = {
  ownerReferences: "uid",
  conditions: "type",
  finalizers: "",
};

function withoutItems(list: readonly JsonValue[], gone: JsonValue | undefined): JsonValue[] {
  const items = Array.isArray(gone) ? gone : [];
  return list.filter((item) => !items.some((candidate) => jsonEqual(candidate, item)));
}

function mergeList(live: readonly JsonValue[], patch: readonly JsonValue[], key: string): JsonValue[] {
  if (key === "") return [...live, ...withoutItems(patch, [...live])];
  return patch.reduce<JsonValue[]>(
    (result, item) => {
      if (!isJsonObject(item)) throw badRequest(`expected objects in a list merged by ${key}`);
      const at = result.findIndex(
        (candidate) => isJsonObject(candidate) && jsonEqual(candidate[key], item[key]),
      );
      if (item.$patch === "delete") return result.filter((_, index) => index !== at);
      const merged = strategicMergePatch(result[at], item);
      return at < 0 ? [...result, merged] : result.with(at, merged);
    },
    [...live],
  );
}

/**
 * Strategic merge patch, as far as the built-in kinds served here need it: merging lists, $patch (replace, delete),
 * $deleteFromPrimitiveList and $retainKeys. Order directives ($setElementOrder) are accepted and change nothing.
 */
export function strategicMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const directive = stringAt(patch, "$patch");
  if (directive === "delete") return {};
  const live = isJsonObject(target) && directive !== "replace" ? target : {};
  const retained = patch.$retainKeys;
  const result: JsonObject = Array.isArray(retained)
    ? Object.fromEntries(Object.entries(live).filter(([key]) => retained.includes(key)))
    : { ...live };
  for (const [key, value] of Object.entries(patch)) {
    const deletion = /^\$deleteFromPrimitiveList\/(.*)$/.exec(key)?.[1];
    if (deletion !== undefined) {
      const list = result[deletion];
      if (Array.isArray(list)) result[deletion] = withoutItems(list, value);
    } else if (!key.startsWith("$")) {
      patchField(result, key, value);
    }
  }
  return result;
}

function patchField(result: JsonObject, key: string, value: JsonValue): void {
  const mergeKey = mergeKeys[key];
  const live = result[key];
  if (value === null) Reflect.deleteProperty(result, key);
  else if (mergeKey !== undefined && Array.isArray(value)) {
    const replaces = value.some((item) => isJsonObject(item) && item.$patch === "replace");
    const items = value.filter((item) => !(isJsonObject(item) && item.$patch === "replace"));
    result[key] = mergeList(Array.isArray(live) && !replaces ? live : [], items, mergeKey);
  } else result[key] = strategicMergePatch(live, value);
}
