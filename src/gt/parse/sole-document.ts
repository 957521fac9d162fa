/**
 * The one JSON document in what gt printed. Warnings may stand before it and notices behind it, each on lines of its own.
 * What is left of a damaged document must never read as another, smaller one: an empty list, a clean worktree. So where
 * a line may be a piece of JSON and is none, or where there are two documents, nothing is taken.
 */
import { plainText } from "./plain-text.ts";

/** An object or a list that goes on over the lines below: gt indents, and closes it with a bracket of the same indent. */
const OPENS = /^(\s*)([[{])\s*$/;
/** `[mysql] …` and `[1] …` are log lines. */
const BEGINS_JSON = /^\s*(?:\{\s*["}]|\[\s*["{[\]])/;
const PIECE_OF_JSON = /^\s*(?:[\]}]+,?\s*$|"(?:[^"\\]|\\.)*"\s*(?::|,?\s*$))/;
/** gt ends with 1 after an error: with 0 beside an answer, nobody knows what is lacking in it. */
export const ERROR_LINE = /^\s*(?:Error|fatal|panic):/im;

/** @throws SyntaxError that says in words what is wrong. */
export function soleDocument(stdout: string): unknown {
  const text = plainText(stdout).trim();
  const whole = read(text);
  if (whole !== undefined) return whole;
  const documents: unknown[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length;) {
    const { end, document } = blockAt(lines, at);
    if (document !== undefined) documents.push(document);
    else if (ERROR_LINE.test(lines[at] ?? "")) throw new SyntaxError("an error stands beside the answer");
    at = end;
  }
  const [document] = documents;
  if (document === undefined) throw new SyntaxError("there is no JSON in it");
  if (documents.length > 1) throw new SyntaxError("there is more than one JSON document in it");
  return document;
}

/** A document that begins in this line, or a line that is none. @throws SyntaxError where it is damaged. */
function blockAt(
  lines: readonly string[],
  at: number,
): { readonly end: number; readonly document?: unknown } {
  const line = lines[at] ?? "";
  const [, indent, bracket] = OPENS.exec(line) ?? [];
  if (indent !== undefined) {
    const closing = indent + (bracket === "[" ? "]" : "}");
    const last = lines.findIndex((candidate, index) => index > at && candidate.trimEnd() === closing);
    if (last === -1) throw new SyntaxError("its JSON is cut off");
    return { end: last + 1, document: required(read(lines.slice(at, last + 1).join("\n"))) };
  }
  const document = read(line);
  if (document !== undefined) return { end: at + 1, document };
  if (BEGINS_JSON.test(line) || PIECE_OF_JSON.test(line)) throw new SyntaxError("its JSON is damaged");
  return { end: at + 1 };
}

function required(document: unknown): unknown {
  if (document === undefined) throw new SyntaxError("its JSON is damaged");
  return document;
}

/** Undefined where the text is no object, list or null. @throws SyntaxError where one key stands twice in an object. */
function read(text: string): unknown {
  if (!/^\s*(?:[[{]|null\s*$)/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (keysIn(document) !== keysWritten(text)) throw new SyntaxError("a key stands twice in its JSON");
  return document;
}

/** Of valid JSON. */
function keysWritten(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)) {
    if (colon !== undefined) count += 1;
  }
  return count;
}

function keysIn(document: unknown): number {
  let count = 0;
  const left = [document];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    const members: unknown[] = Object.values(value);
    if (!Array.isArray(value)) count += members.length;
    for (const member of members) left.push(member);
  }
  return count;
}
