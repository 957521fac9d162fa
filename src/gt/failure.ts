/** From a run without an answer to its cause, in gt's own words. */
import { DOLT_ADVICE } from "../grammar/index.ts";
import { calledName, type Command } from "./commands.ts";
import { GtError, type GtReason } from "./errors.ts";
import type { ExecOutcome } from "./exec-port.ts";
import { harmless } from "./harmless.ts";
import { plainText } from "./parse/plain-text.ts";
import { slingAdvice, slingErrorOf } from "./sling-errors.ts";

type Failure = Exclude<ExecOutcome, { outcome: "exited" }>;

export function failureOf(command: Command, outcome: Failure, gtPath: string, deadlineMs: number): GtError {
  const { label } = command;
  const called = calledName(command);
  const error = (reason: GtReason, message: string): GtError => new GtError(reason, label, message);
  switch (outcome.outcome) {
    case "timedOut":
      return error("Timeout", `${called} did not answer within ${Math.round(deadlineMs / 1000)} s`);
    case "aborted":
      return error("Aborted", `${called} was given up: the operator stops`);
    case "left":
      return error("Aborted", `${called} goes on by itself: the operator stops`);
    case "tooMuchOutput":
      return error("OutputTooLarge", `${called} printed more than the operator reads`);
    case "missing":
      if (command.program === "bd")
        return error(
          "GtMissing",
          "there is no program bd, which gt needs, too: install it into a folder of PATH",
        );
      return error("GtMissing", `there is no program ${gtPath}: install gt, or set GT_PATH`);
    case "unusable":
      return error("GtUnusable", `${called} could not be started: ${outcome.message}`);
    case "fenced":
      return error("Aborted", `${called} was not begun: ${outcome.message}`);
    case "failed":
      return error("Killed", `${called}: ${outcome.message}`);
    default:
      return outcome satisfies never;
  }
}

/** Looked for in the sentence that gt failed with, in this order. */
const CAUSES: readonly (readonly [RegExp, GtReason])[] = [
  // `gt show` looks for the town from its working directory only, and says it in bd's words.
  [/not in a Gas Town workspace|no beads database found/i, "NotInTown"],
  [/Dolt server unreachable|Dolt server is not running|failed to open database/i, "DoltDown"],
  [/not found|no issues? found|unknown recipient/i, "NotFound"],
  [/limit reached|cap reached|is closed|blocked|Cannot nuke|already|mismatch|\(max \d+\)/i, "Refused"],
];

const NOTHING_HARMLESS = "it failed, and advises only what could destroy work";

const ADVICE: Partial<Readonly<Record<GtReason, string>>> = {
  NotInTown: "set GT_TOWN_ROOT to the town's folder",
  DoltDown: DOLT_ADVICE,
};

/** A non-zero exit: what gt said on stderr, or on stdout where it said it there. Warnings are no cause. */
export function exitFailure(command: Command, stdout: string, stderr: string): GtError {
  const answer = beforeUsage(stdout);
  const complaint = beforeUsage(stderr);
  const told = errorLines(complaint) ??
    errorLines(answer) ??
    plainLines(complaint) ??
    plainLines(answer) ?? ["it failed without a word"];
  // What follows the first line may be git's or a shell's words, and is no ground for a decision.
  const said = told[0] ?? "";
  const reason = CAUSES.find(([pattern]) => pattern.test(said))?.[1] ?? "Failed";
  // That gt is in no town, or that its database does not answer, is no word on this sling.
  const isOutage = reason === "NotInTown" || reason === "DoltDown";
  const sling = command.label === "sling" && !isOutage ? slingErrorOf(said) : undefined;
  const advice = (sling && slingAdvice(sling, command.argv)) ?? ADVICE[reason];
  const parts = [
    `${calledName(command)}: ${harmless(told.filter((line) => line !== "").join("\n")) || NOTHING_HARMLESS}`,
    ...[...bullets(answer), ...bullets(complaint)].filter((bullet) => harmless(bullet) !== ""),
    ...(advice === undefined ? [] : [advice]),
  ];
  return new GtError(reason, command.label, parts.join("; "), { ...(sling && { sling }) });
}

/** Without colours, behind which neither a sentence nor a credential in it would be known. */
function beforeUsage(output: string): string {
  return plainText(output).split(/^Usage:/m)[0] ?? "";
}

/** gt nuke lists its reasons, a line each: `    - has 3 uncommitted file(s)`; gt 1.0 on stdout, 1.2 on stderr. */
function bullets(output: string): readonly string[] {
  return [...output.matchAll(/^\s+- (.+)$/gm)].map((match) => match[1] ?? "");
}

/** A cause may stand below the line that announces it; what is below that is advice or a trace. */
const MOST_LINES = 4;

/** `Error: …`, and bd's `Error fetching al-1: …`. */
const ERROR = /^[ \t]*Error\b[^\n:]*:/im;

/**
 * The line that is called an error, or bd's `{"error": …}`. With it the lines that it goes on in: after a colon, and in
 * JSON also after anything that ends no sentence.
 */
function errorLines(output: string): readonly string[] | null {
  const start = output.search(ERROR);
  const telling = start === -1 ? output : output.slice(start);
  const json = /"error":\s*"((?:[^"\\]|\\.)*)"/.exec(telling)?.[1];
  if (json !== undefined) {
    const [first = "", ...others] = json.replaceAll(String.raw`\n`, "\n").split("\n");
    return [first, ...continuation(first, others, /[^.!?]$/)];
  }
  return start === -1 ? null : firstOf(telling.split("\n"));
}

/** Where nothing is called an error: the first line that is no warning, nor one of the indented lines below a warning. */
function plainLines(output: string): readonly string[] | null {
  let isBelowWarning = false;
  const lines = output.split("\n").filter((line) => {
    if (!/^\s/.test(line)) isBelowWarning = !isTelling(line.trim());
    return !isBelowWarning;
  });
  return firstOf(lines);
}

function firstOf(untrimmed: readonly string[]): readonly string[] | null {
  const lines = untrimmed.map((line) => line.trim());
  const at = lines.findIndex((line) => isTelling(line));
  const first = lines[at];
  if (first === undefined) return null;
  return [first.replace(/^Error:\s*/i, ""), ...continuation(first, lines.slice(at + 1), /:$/)];
}

/** @param goesOn how a line ends that the next one belongs to. Where that is a bullet, `bullets` has it. */
function continuation(first: string, others: readonly string[], goesOn: RegExp): readonly string[] {
  const found: string[] = [];
  let last = first.trim();
  for (const line of others.map((other) => other.trim()).filter((other) => isTelling(other))) {
    if (!goesOn.test(last) || line.startsWith("- ") || found.length + 1 === MOST_LINES) break;
    found.push(line);
    last = line;
  }
  return found;
}

function isTelling(line: string): boolean {
  return line !== "" && !/^(⚠\s*)?(Warning|Notice):/i.test(line);
}
