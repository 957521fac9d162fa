/** Where the program of the simulated gt lies: in a checkout as source, beside the bundle as a bundled file. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GT_PROGRAM } from "simulated-town";

export function simulatedGtEntry(): string {
  return existsSync(GT_PROGRAM) ? GT_PROGRAM : firstOf(["./gt-simulated.mjs"], "the simulated gt");
}

/** The folder with the demo's manifests. */
export function samplesFolder(): string {
  return firstOf(["../../samples", "./samples"], "the samples");
}

function firstOf(places: readonly string[], what: string): string {
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
  if (found === undefined) throw new Error(`${what} is missing from this installation: install it anew`);
  return found;
}
