/** An explanation in words. */
import { wrapped } from "../../grammar/index.ts";
import type { BeadExplained, BeadProgress } from "./beads.ts";
import type { Explanation, TownReading, Trouble } from "./explain.ts";
import type { Step } from "./steps.ts";

const PROGRESS: Readonly<Record<BeadProgress, string>> = {
  inWork: "in work",
  stuck: "stuck",
  queued: "queued",
  blocked: "blocked",
  mergeWaiting: "merge waiting",
  noPolecat: "no polecat",
  unknown: "unknown",
};

/** Columns before a fact's words. */
const MARGIN = 13;
const HANGING = 4;

/** @param width of a terminal: lines are no longer, but a command, which is to be copied. */
export function explanationText(explanation: Explanation, width = Infinity): string {
  const { subject, phase, state, reason, message, since, waitsFor, townRead, unchangedSince } = explanation;
  const fact = (name: string, value: string): readonly string[] =>
    wrapped(`  ${`${name}:`.padEnd(MARGIN - 3)} ${value}`, width, MARGIN);
  const block = (title: string, lines: readonly string[]): readonly string[] => {
    const told = lines.flatMap((line) => wrapped(`    ${line}`, width, HANGING + 2));
    return lines.length === 0 ? [] : [`  ${title}:`, ...told];
  };
  const head = `${subject} is ${phase}${state === null ? "" : ` (${state})`}${since === null ? "" : ` since ${since}`}`;
  const lines = [
    ...wrapped(head, width, HANGING),
    ...fact("why", said(reason, message)),
    ...explanation.troubles.flatMap((trouble) =>
      wrapped(" ".repeat(MARGIN) + troubleText(trouble, explanation), width, MARGIN + 2),
    ),
    ...fact("waits for", waitsFor ?? "nothing"),
    ...fact("town read", readingText(townRead)),
    ...fact("unchanged", unchangedSince === null ? "never read" : `since ${unchangedSince}`),
    ...block("beads", explanation.beads.map(beadLine)),
    ...block("tried", explanation.tried),
    ...block("history", explanation.changes),
    "  what you can do:",
    ...todoLines(explanation.todo, width),
  ];
  return lines.join("\n");
}

function readingText(reading: TownReading): string {
  if (reading === "never") return "never";
  if (reading === "unknown") return "not known";
  return `at most ${reading.secondsAgo} s ago (${reading.at} or later)`;
}

function said(reason: string, message: string): string {
  return `${reason}${message === "" ? "" : `: ${message}`}`;
}

function troubleText({ type, reason, message }: Trouble, told: Explanation): string {
  if (reason === told.reason && message === told.message) return `${type} for the same reason`;
  return `${type}: ${said(reason, message)}`;
}

/** A command that is not among the words has a line of its own, which is never broken. */
function todoLines(todo: readonly Step[], width: number): readonly string[] {
  if (todo.length === 0) return ["    nothing is asked of you"];
  return todo.flatMap(({ text, command }) => [
    ...wrapped(`    ${text}`, width, HANGING + 2),
    ...(command === null || text.includes(command) ? [] : [`      ${command}`]),
  ]);
}

function beadLine({ bead, progress, polecat, message }: BeadExplained): string {
  const who = polecat === null ? "" : ` by polecat ${polecat}`;
  return `${bead.padEnd(12)} ${PROGRESS[progress]}${who}: ${message}`;
}
