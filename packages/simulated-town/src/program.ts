import path from "node:path";

/** The program that a town's `bin/gt` runs, in a checkout; whoever bundles it says to `seedTown` where it lies then. */
export const GT_PROGRAM = path.join(import.meta.dirname, "gt-main.ts");
