/** The heap of a small operator over 100,000 beads: it must not depend on how many there were. Takes minutes. */
import { measureHeap, type Measurement } from "../test/heap/measure.ts";
import type { Goal } from "./goal.ts";

const MARKS = [10_000, 50_000, 100_000];
const MIB = 1024 * 1024;

export interface HeapFigures {
  readonly measured: readonly Measurement[];
  readonly goal: Goal;
}

export async function heapOverBeads(): Promise<HeapFigures> {
  const measured = await measureHeap(MARKS);
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined) throw new Error("the heap was not measured");
  const reached = first.heapBytes / last.heapBytes;
  return { measured, goal: { name: "heap at 10,000 beads / at 100,000", least: 0.95, reached, unit: "" } };
}

export function printHeap({ measured }: HeapFigures): void {
  console.log("\nheap of an operator with ten Polecats");
  for (const { beads, heapBytes } of measured)
    console.log(
      `${`after ${beads.toLocaleString("en")} beads`.padEnd(48)}${(heapBytes / MIB).toFixed(2).padStart(12)} MiB`,
    );
}
