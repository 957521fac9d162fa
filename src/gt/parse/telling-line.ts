/** The line of gt's own that tells most of an answer that could not be read. Whoever shows it redacts it, as all texts. */
import { cutTo } from "../../grammar/index.ts";
import { plainText } from "./plain-text.ts";

/** Enough to know it again in gt's source or in a forum. */
const LINE_LENGTH = 240;

const ERROR = /^(?:⚠\s*)?(?:error|fatal|panic)\b/i;
const ERROR_FIELD = /"error"\s*:\s*"((?:[^"\\]|\\.)*)"/;
const JSON_LINE = /^(?:[\]{}",]|\[\s*(?:$|["{[\]\d-]))/;

/** Null where gt printed nothing. */
export function tellingLine(stdout: string, stderr: string): string | null {
  const [out, err] = [linesOf(stdout), linesOf(stderr)];
  const told =
    errorIn(err) ??
    errorIn(out) ??
    out.find((line) => !JSON_LINE.test(line)) ??
    err[0] ??
    out.find((line) => /\w/.test(line)) ??
    out[0] ??
    null;
  return told === null ? null : cutTo(told, LINE_LENGTH);
}

function errorIn(lines: readonly string[]): string | null {
  for (const line of lines) {
    const field = ERROR_FIELD.exec(line)?.[1];
    if (field !== undefined) return field.split(String.raw`\n`, 1)[0] ?? field;
    if (ERROR.test(line)) return line;
  }
  return null;
}

function linesOf(output: string): readonly string[] {
  const lines = plainText(output).split("\n");
  return lines.map((line) => line.replaceAll(/\p{Cc}+/gu, " ").trim()).filter((line) => line !== "");
}
