/** From the text of a request to JSON, whatever the text is. */
import { parse } from "yaml";
import { parseJson, toJson, type JsonValue } from "./json.ts";

/**
 * No schema is nested nearly as deep. Parsers and all that walks a value go down by recursion: a million brackets in two
 * megabytes kept YAML's busy for more than ten seconds, in which nobody else was served.
 */
const DEEPEST = 200;

/** @throws SyntaxError for text that is no JSON, or that is nested too deep. */
export function parseJsonText(text: string): JsonValue {
  checkNesting(text);
  return parseJson(text);
}

/** @throws Error with YAML's own words for text that is no YAML, SyntaxError where it is nested too deep. */
export function parseYamlText(text: string): JsonValue {
  checkNesting(text);
  return toJson(parse(text));
}

/**
 * Counts brackets outside of double quotes. Block style of YAML nests by indentation, which the limit of a body's length
 * keeps flat enough.
 */
function checkNesting(text: string): void {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted && character === "\\") at += 1;
    else if (isQuoted) continue;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) throw new SyntaxError(`it is nested deeper than ${DEEPEST} levels`);
  }
}
