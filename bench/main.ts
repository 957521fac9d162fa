/**
 * `npm run bench`: how fast the core is, and whether it holds what is promised of it. The promises are ratios within
 * one run, or far below what any machine does, so that they say the same on a slow one.
 *
 * In: nothing. Out: a table, and with `--json FILE` the same as JSON. Exits with 1 when a goal is missed.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureBundle, type BundleFigures } from "./bundle.ts";
import { contestants } from "./contestants.ts";
import type { Goal } from "./goal.ts";
import { ACTORS, EVENTS, Ground } from "./ground.ts";
import { heapOverBeads, printHeap } from "./heap.ts";
import { measure, type Figure } from "./measure.ts";
import { memoryAnActor } from "./memory.ts";
import { simulationRate } from "./simulation.ts";

const ROUNDS = 7;
/** Schedules are long: few rounds of them are enough. */
const SIMULATION_ROUNDS = 2;

function goals(rate: (name: string) => number): readonly Goal[] {
  const bare = rate("bare transition()");
  const ratio = (name: string, reached: number, least: number): Goal => ({ name, least, reached, unit: "" });
  return [
    ratio("host with file journal / bare transition()", rate("host with file journal") / bare, 0.8),
    ratio("replay from the file / bare transition()", rate("replay from the file") / bare, 0.9),
    ratio(
      "restore of a snapshot / initialTransition()",
      rate("restore of a snapshot") / rate("initialTransition()"),
      1,
    ),
    { name: "parsing the journal", least: 100_000, reached: rate("parsing the journal"), unit: "/s" },
    { name: "writing the journal", least: 100_000, reached: rate("writing the journal"), unit: "/s" },
  ];
}

/** What is wanted of the bundle. Time and memory differ by machine and by what else runs there: they decide no exit code. */
const WANTED: BundleFigures = { readyAfter: 0.4, residentMemory: 90 };

function printBundle({ readyAfter, residentMemory }: BundleFigures): void {
  const verdict = (value: number, most: number): string => (value <= most ? "reached" : "NOT REACHED");
  console.log("\nthe bundle");
  const line = (name: string, value: number, unit: string, most: number): void =>
    console.log(
      `${name.padEnd(48)}${shown(value).padStart(12)} ${unit}, wanted ${most}: ${verdict(value, most)}`,
    );
  line("ready after", readyAfter, "s", WANTED.readyAfter);
  line("resident memory, idle", residentMemory, "MiB", WANTED.residentMemory);
}

function shown(value: number): string {
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString("en");
}

function print(
  figures: readonly Figure[],
  reached: readonly Goal[],
  sizes: Readonly<Record<string, number>>,
): void {
  const line = (...[name, value, unit = ""]: readonly string[]): void =>
    console.log(`${(name ?? "").padEnd(48)}${(value ?? "").padStart(12)} ${unit}`);
  console.log(`Node ${process.version}, ${EVENTS} events, ${ACTORS} actors, best of ${ROUNDS} rounds\n`);
  for (const { name, unit, perSecond } of figures) line(name, shown(perSecond), `${unit}/s`);
  for (const [name, value] of Object.entries(sizes)) line(name, shown(value), "bytes");
  console.log("\ngoals");
  for (const { name, least, reached: value, unit } of reached) {
    line(
      name,
      `${shown(value)}${unit}`,
      `of ${shown(least)}${unit}: ${value >= least ? "reached" : "MISSED"}`,
    );
  }
}

async function main(): Promise<number> {
  const { json } = parseArgs({ options: { json: { type: "string" } } }).values;
  const ground = new Ground();
  try {
    const figures = measure(contestants(ground), ROUNDS);
    const rates = [...figures.values(), await simulationRate(SIMULATION_ROUNDS)];
    const heap = await heapOverBeads();
    const reached = [...goals((name) => figures.get(name)?.perSecond ?? 0), heap.goal];
    const sizes = { "memory of an actor": memoryAnActor(ACTORS), "a journal record": ground.bytesARecord() };
    print(rates, reached, sizes);
    printHeap(heap);
    const bundle = await measureBundle();
    printBundle(bundle);
    const report = {
      node: process.version,
      figures: rates,
      sizes,
      goals: reached,
      heap: heap.measured,
      bundle,
    };
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
    return reached.every(({ least, reached: value }) => value >= least) ? 0 : 1;
  } finally {
    ground.dispose();
  }
}

process.exitCode = await main();
