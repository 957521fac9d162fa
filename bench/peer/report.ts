/** The figures as a table: a row for each figure, a column for each operator. */
import { withoutLeases } from "./api-writes.ts";
import type { MassChange } from "./mass-changes.ts";
import type { Measured } from "./measurement.ts";
import type { PeerOptions } from "./options.ts";
import type { Counts } from "./stub/calls.ts";

type Row = readonly [what: string, cell: (measured: Measured) => string];

export function report(options: PeerOptions, all: readonly Measured[]): string {
  const rows = ROWS.map(([what, cell]) => [what, ...all.map(cell)]);
  const table = [
    ["", ...all.map(({ operator }) => operator)],
    ...rows.filter((row) => row.slice(1).some(Boolean)),
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${heading(options, all)}\n\n${lines.join("\n")}\n${all.map(details).join("")}`;
}

function heading(options: PeerOptions, all: readonly Measured[]): string {
  const { polecats, rigs, latency } = options;
  const where = options["remote-databases"] ? "on another host" : "in its folder";
  const client = all[0]?.client ?? "script";
  const second = options.operator === undefined ? "" : `\nThe second operator is ${options.operator}`;
  return `${polecats} polecats in ${rigs} rigs, ${latency} ms for each call of gt ${options["gt-version"]}; the town's databases are ${where};
the stub's client is ${client === "compiled" ? "compiled" : "a shell script, for want of a C compiler"}. Each run once, on Node ${process.version}.${second}`;
}

const ROWS: readonly Row[] = [
  ["bound by gt alone (slings of a rig are serial)", ({ converged }) => seconds(converged.boundSeconds)],
  [
    "all Working after",
    ({ converged: { working, polecats, seconds: s } }) =>
      working === polecats ? seconds(s) : `${working} of ${polecats} after ${seconds(s)}`,
  ],
  [
    "… as a ratio to the bound",
    ({ converged: { ratio } }) => (ratio === null ? "not reached" : figure(ratio)),
  ],
  ["gt calls until then", ({ converged: { callCount } }) => whole(callCount)],
  ["… for each sling", ({ converged: { callsForEachSling } }) => figure(callsForEachSling)],
  ["between two slings of a rig, median", ({ converged }) => ms(converged.betweenSlings?.median)],
  ["… p95", ({ converged }) => ms(converged.betweenSlings?.p95)],
  ["API writes until then, leases apart", ({ converged: { writes } }) => whole(total(withoutLeases(writes)))],
  ["CPU of the operator until then", ({ converged: { cpuSeconds } }) => seconds(cpuSeconds)],
  ["… of its children", ({ converged: { childrenCpuSeconds } }) => seconds(childrenCpuSeconds)],
  ["… of the bench and its stub", ({ converged: { benchCpuSeconds } }) => seconds(benchCpuSeconds)],
  ["… that nobody used, of all cores", ({ converged: { idleShare } }) => `${Math.round(idleShare * 100)} %`],
  ["CPU of its start", ({ startCpu }) => seconds(startCpu.own)],
  ["RSS idle", ({ resident }) => mebibytes(resident.idle)],
  ["… peak", ({ resident }) => mebibytes(resident.peak)],
  ["… at the end", ({ resident }) => mebibytes(resident.end)],
  ["steady: gt calls a minute", ({ steady }) => aMinute(steady, steady?.callCount)],
  [
    "… API writes a minute, leases apart",
    ({ steady }) => aMinute(steady, steady === null ? 0 : total(withoutLeases(steady.writes))),
  ],
  ["… CPU a minute", ({ steady }) => aMinute(steady, steady?.cpuSeconds, " s")],
  ["… of its children", ({ steady }) => aMinute(steady, steady?.childrenCpuSeconds, " s")],
  [
    "a bead closed without an event is seen after, median",
    ({ reactions }) => (reactions === null ? "" : reaction(reactions)),
  ],
  ["bound of the Convoys by gt alone (one after another)", ({ convoys }) => massBound(convoys)],
  ["Convoys observed", ({ convoys }) => mass(convoys)],
  ["… as a ratio to the bound", ({ convoys }) => massRatio(convoys)],
  ["… gt calls for each", ({ convoys }) => forEach(convoys)],
  [
    "bound of the ends by gt alone (a stop and a nuke each, serial in a rig)",
    ({ ended }) => massBound(ended),
  ],
  ["Polecats Terminated", ({ ended }) => mass(ended)],
  ["… as a ratio to the bound", ({ ended }) => massRatio(ended)],
  ["… gt calls for each", ({ ended }) => forEach(ended)],
  ["after a restart: gt calls", ({ restarted }) => (restarted === null ? "" : whole(restarted.callCount))],
  [
    "… API writes, leases apart",
    ({ restarted }) => (restarted === null ? "" : whole(total(withoutLeases(restarted.writes)))),
  ],
];

function details({ operator, converged, steady, convoys, ended, restarted }: Measured): string {
  const parts: readonly (readonly [string, Counts | undefined])[] = [
    ["gt calls until all work", converged.calls],
    ["API writes until all work", converged.writes],
    ["gt calls while nothing happens", steady?.calls],
    ["API writes while nothing happens", steady?.writes],
    ["gt calls for the Convoys", convoys?.calls],
    ["API writes for the Convoys", convoys?.writes],
    ["gt calls for the terminations", ended?.calls],
    ["API writes for the terminations", ended?.writes],
    ["gt calls after a restart", restarted?.calls],
    ["API writes after a restart", restarted?.writes],
  ];
  const lines = parts.flatMap(([what, counts]) =>
    counts === undefined ? [] : [`  ${what}: ${listed(counts)}`],
  );
  return `\n${operator}\n${lines.join("\n")}\n`;
}

function listed(counts: Counts): string {
  const entries = Object.entries(counts).map(([what, count]) => `${what} ${whole(count)}`);
  return entries.length === 0 ? "none" : entries.join(", ");
}

export function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function mass(change: MassChange | null): string {
  if (change === null) return "";
  const { resources, arrived, seconds: s } = change;
  return arrived === resources
    ? `all ${resources} after ${seconds(s)}`
    : `${arrived} of ${resources} after ${seconds(s)}`;
}

function massBound(change: MassChange | null): string {
  return change === null ? "" : seconds(change.boundSeconds);
}

function massRatio(change: MassChange | null): string {
  if (change === null) return "";
  const { resources, arrived, seconds: s, boundSeconds } = change;
  return arrived === resources && boundSeconds > 0 ? figure(s / boundSeconds) : "not reached";
}

function forEach(change: MassChange | null): string {
  return change === null ? "" : figure(change.callCount / change.resources);
}

function reaction({ medianSeconds, missed }: NonNullable<Measured["reactions"]>): string {
  const median = medianSeconds === null ? "never" : seconds(medianSeconds);
  return missed === 0 ? median : `${median}; ${missed} never`;
}

function aMinute(steady: Measured["steady"], value = 0, unit = ""): string {
  return steady === null ? "" : `${figure((value / steady.seconds) * 60)}${unit}`;
}

const figure = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const whole = (value: number): string => value.toLocaleString("en");
const seconds = (value: number): string => `${figure(value)} s`;
const ms = (value: number | undefined): string => (value === undefined ? "" : `${Math.round(value)} ms`);
const mebibytes = (value: number): string => `${Math.round(value)} MiB`;
