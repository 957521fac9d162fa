/** An explanation in words. */
import type { BeadExplained, BeadStanding } from "./beads.ts";
import type { Explanation } from "./explain.ts";

const STANDINGS: Readonly<Record<BeadStanding, string>> = {
  inWork: "in work",
  stuck: "stuck",
  queued: "queued",
  blocked: "blocked",
  mergeWaiting: "merge waiting",
  noPolecat: "no polecat",
  unknown: "unknown",
};

export function explanationText(explanation: Explanation): string {
  const { subject, phase, state, reason, message, since, waitsFor, townRead, unchangedSince } = explanation;
  const lines = [
    `${subject} is ${phase}${state === null ? "" : ` (${state})`}${since === null ? "" : ` since ${since}`}`,
    `  why:       ${reason}${message === "" ? "" : `: ${message}`}`,
    ...explanation.troubles.map((trouble) => `             ${trouble}`),
    `  waits for: ${waitsFor ?? "nothing"}`,
    `  town read: ${townRead === null ? "not known" : `at most ${townRead.secondsAgo} s ago (${townRead.at} or later)`}`,
    `  unchanged: ${unchangedSince === null ? "never read" : `since ${unchangedSince}`}`,
    ...block("  beads:", explanation.beads.map(beadLine)),
    ...block("  tried:", explanation.tried),
    ...block("  history:", explanation.changes),
    ...block(
      "  what you can do:",
      explanation.todo.length === 0 ? ["nothing is asked of you"] : explanation.todo,
    ),
  ];
  return lines.join("\n");
}

function beadLine({ bead, standing, polecat, message }: BeadExplained): string {
  const who = polecat === null ? "" : ` by polecat ${polecat}`;
  return `${bead.padEnd(12)} ${STANDINGS[standing]}${who}: ${message}`;
}

function block(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `    ${line}`)];
}
