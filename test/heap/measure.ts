/** The heap of an operator after so many beads, measured in a process of its own: `measureHeap([1_000, 3_000])`. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const measurementSchema = z.object({
  beads: z.number().int(),
  heapBytes: z.number().int(),
  /** Reachable objects of any class: counted, they tell one that is kept for each bead from code that became warm. */
  objects: z.number().int(),
});

export type Measurement = z.infer<typeof measurementSchema>;

/** @param at beads at which it is measured, rising. @throws where an operator does not serve its beads. */
export async function measureHeap(at: readonly number[]): Promise<readonly Measurement[]> {
  const program = path.join(import.meta.dirname, "main.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", program, ...at.map(String)]);
  return z.array(measurementSchema).parse(JSON.parse(stdout));
}
