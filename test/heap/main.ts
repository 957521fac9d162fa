/** `node --expose-gc main.ts 1000 3000`: what the heap holds after so many beads, as JSON on stdout. */
import { queryObjects } from "node:v8";
import type { Measurement } from "./measure.ts";
import { createScene } from "./scene.ts";

function heapBytes(): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("start node with --expose-gc: memory cannot be measured without it");
  // What only weak references hold goes with the second one.
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}

const scene = await createScene();
const measured: Measurement[] = [];
for (const goal of process.argv.slice(2).map(Number)) {
  while (scene.beads() < goal) await scene.round();
  const objects = queryObjects(Object, { format: "count" });
  measured.push({ beads: scene.beads(), heapBytes: heapBytes(), objects });
}
await scene.close();
console.log(JSON.stringify(measured));
