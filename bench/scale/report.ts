/** The figures as text: what all did together, and a column for each operator. */
import type { OperatorFigures, ScaleFigures } from "./measurement.ts";
import type { ScaleOptions } from "./options.ts";

type Row = readonly [what: string, cell: (figures: OperatorFigures) => string];

const ROWS: readonly Row[] = [
  ["RSS beside its Rigs alone", ({ resident }) => mebibytes(resident.idle)],
  ["… peak", ({ resident }) => mebibytes(resident.peak)],
  ["… when all is over", ({ resident }) => mebibytes(resident.end)],
  ["event loop late until all work, p99", ({ loopUntilWorking }) => milliseconds(loopUntilWorking.p99)],
  ["… at most", ({ loopUntilWorking }) => milliseconds(loopUntilWorking.max)],
  ["event loop late when quiet, p99", ({ loopWhenQuiet }) => milliseconds(loopWhenQuiet.p99)],
  ["… at most", ({ loopWhenQuiet }) => milliseconds(loopWhenQuiet.max)],
  [
    "a read of the whole town, mean",
    ({ secondsOfARead }) => (secondsOfARead === null ? "none" : seconds(secondsOfARead)),
  ],
  ["CPU a minute when quiet", ({ cpuSecondsAMinute }) => seconds(cpuSecondsAMinute)],
  ["the journal", ({ journalBytes }) => `${(journalBytes / 1_000_000).toFixed(1)} MB`],
  ["the inspector's first picture after", ({ firstPicture }) => seconds(firstPicture.seconds)],
  ["… of so many kB", ({ firstPicture }) => Math.round(firstPicture.frameBytes / 1000).toLocaleString("en")],
];

export function report(options: ScaleOptions, figures: ScaleFigures): string {
  const { polecats, rigs, towns, latency } = options;
  const { working, quiet, operators } = figures;
  const table = [
    ["", ...operators.map(({ town }) => town)],
    ...ROWS.map(([what, cell]) => [what, ...operators.map(cell)]),
  ];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${polecats} polecats in ${rigs} rigs of ${towns} towns, ${latency} ms for each call of gt, one run on Node ${process.version}; API server, stubs
and operators share this machine.

${working} of ${polecats} work after ${seconds(figures.secondsUntilWorking)}; for each of them ${figures.gtCallsForEachPolecat.toFixed(2)} gt calls and ${figures.writesForEachPolecat.toFixed(2)} API writes, leases apart
when quiet, a minute, of all operators: ${(quiet.gtCalls / quiet.minutes).toFixed(1)} gt calls, ${(quiet.requests / quiet.minutes).toFixed(1)} API requests with watches and leases, ${(quiet.writes / quiet.minutes).toFixed(1)} writes, leases apart

${lines.join("\n")}
`;
}

const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
const milliseconds = (value: number): string => `${Math.round(value)} ms`;
const mebibytes = (value: number): string => `${Math.round(value)} MiB`;
