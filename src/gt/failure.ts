/** From a run without an answer to its cause, in gt's own words. */
import type { Command } from "./commands.ts";
import { GtError, type GtReason } from "./errors.ts";
import type { ExecOutcome } from "./exec.ts";

type Failure = Exclude<ExecOutcome, { outcome: "exited" }>;

export function failureOf(command: Command, outcome: Failure, gtPath: string, deadlineMs: number): GtError {
  const { label } = command;
  const error = (reason: GtReason, message: string): GtError => new GtError(reason, label, message);
  switch (outcome.outcome) {
    case "timedOut":
      return error("Timeout", `gt ${label} did not answer within ${Math.round(deadlineMs / 1000)} s`);
    case "aborted":
      return error("Aborted", `gt ${label} was given up: the operator stops`);
    case "tooMuchOutput":
      return error("OutputTooLarge", `gt ${label} printed more than the operator reads`);
    case "missing":
      return error("GtMissing", `there is no program ${gtPath}: install gt, or set GT_PATH`);
    case "failed":
      return error("Failed", `gt ${label}: ${outcome.message}`);
    default:
      return outcome satisfies never;
  }
}

/** Looked for in what gt said before its usage text, in this order. */
const CAUSES: readonly (readonly [RegExp, GtReason])[] = [
  [/not in a Gas Town workspace/i, "NotInTown"],
  [/Dolt server unreachable|Dolt server is not running|failed to open database/i, "DoltDown"],
  [/not found|no issues? found|unknown recipient/i, "NotFound"],
  [/limit reached|cap reached|is closed|blocked|Cannot nuke|already|mismatch|\(max \d+\)/i, "Refused"],
];

/** A non-zero exit: what gt said on stderr, or on stdout where it said it there. */
export function exitFailure(command: Command, stdout: string, stderr: string): GtError {
  const complaint = beforeUsage(stderr);
  const answer = beforeUsage(stdout);
  const said = firstSentence(complaint) ?? firstSentence(answer) ?? "it failed without a word";
  const reason = CAUSES.find(([pattern]) => pattern.test(`${complaint}\n${answer}`))?.[1] ?? "Failed";
  const details = bullets(answer);
  return new GtError(reason, command.label, [`gt ${command.label}: ${said}`, ...details].join("; "));
}

function beforeUsage(output: string): string {
  return output.split(/^Usage:/m)[0] ?? "";
}

/** gt nuke lists its reasons on stdout, a line each: `    - has 3 uncommitted file(s)`. */
function bullets(output: string): readonly string[] {
  return [...output.matchAll(/^\s+- (.+)$/gm)].map((match) => match[1] ?? "");
}

/** The first line that says something, without warnings; out of bd's `{"error": …}` where that is what there is. */
function firstSentence(output: string): string | null {
  const json = /"error":\s*"((?:[^"\\]|\\.)*)"/.exec(output)?.[1];
  if (json !== undefined) return json.replaceAll(String.raw`\n`, "\n").split("\n")[0] ?? null;
  const lines = output.split("\n").map((line) => line.trim());
  const line = lines.find((candidate) => /^Error:/i.test(candidate)) ?? lines.find((text) => isTelling(text));
  return line?.replace(/^Error:\s*/i, "") ?? null;
}

function isTelling(line: string): boolean {
  return line !== "" && !/^(⚠\s*)?Warning:/i.test(line);
}
