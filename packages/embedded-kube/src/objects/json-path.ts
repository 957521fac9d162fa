import { isJsonObject, jsonEqual, parseJson, type JsonValue } from "./json.ts";

type Step = (value: JsonValue) => JsonValue[];

/** A JSONPath that printer columns and selectable fields may use did not parse. */
export class JsonPathError extends Error {
  override readonly name = "JsonPathError";
}

function field(name: string): Step {
  return (value) => {
    const found = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    return found === undefined ? [] : [found];
  };
}

function all(value: JsonValue): JsonValue[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

function filter(name: string, wanted: JsonValue): Step {
  const select = field(name);
  return (value) => all(value).filter((item) => select(item).some((found) => jsonEqual(found, wanted)));
}

function index(position: number): Step {
  return (value) => {
    const found = Array.isArray(value) ? value.at(position) : undefined;
    return found === undefined ? [] : [found];
  };
}

// One alternative for each form that Kubernetes' simple JSONPath knows: .name, ['name'], [*], [0], [?(@.type=="Ready")].
const token =
  /\.([A-Za-z_$][\w$\\./-]*?)(?=$|[.[])|\[['"]([^'"]*)['"]\]|(\[\*\]|\.\*)|\[(-?\d+)\]|\[\?\(@\.([\w.-]+)\s*==\s*("[^"]*"|'[^']*'|[\w.-]+)\)\]/y;

function literal(text: string): JsonValue {
  if (/^['"]/.test(text)) return text.slice(1, -1);
  return /^(true|false|-?\d+(\.\d+)?)$/.test(text) ? parseJson(text) : text;
}

function stepOf(match: RegExpExecArray): Step {
  const [, dotted, quoted, wildcard, position, filterName, filterValue] = match;
  if (dotted !== undefined) return field(dotted.replaceAll("\\.", "."));
  if (quoted !== undefined) return field(quoted);
  if (wildcard !== undefined) return all;
  if (position !== undefined) return index(Number(position));
  return filter(filterName ?? "", literal(filterValue ?? ""));
}

/** Compiles a simple JSONPath (with or without braces) to a function that gives all values found, maybe none. */
export function compileJsonPath(path: string): (value: JsonValue) => JsonValue[] {
  const text = path.replace(/^\{|\}$/g, "").replace(/^\$/, "");
  const steps: Step[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) {
      throw new JsonPathError(
        `JSONPath "${path}" is not understood from "${text.slice(at)}" on; use .a.b[0] or [?(@.k=="v")].`,
      );
    }
    steps.push(stepOf(match));
  }
  return (value) => steps.reduce<JsonValue[]>((found, step) => found.flatMap(step), [value]);
}
