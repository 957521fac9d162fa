/**
 * Whether "not found" of a rig's bead is gt's last word. gt 1.2 gives BEADS_DOLT_DATA_DIR to each bd that it starts, and
 * bd 1.0.0 then looks for every bead in the town's own database: no rig's bead is found there, whatever the rig has.
 */
import type { Dialect } from "./dialect.ts";

/** @returns whether this gt looks into a rig's own database with every bd. Measured: 1.0.1 and 1.1.0 do, 1.2.1 does not. */
export function looksIntoRigs({ reading }: Dialect): boolean {
  return reading === "1.0";
}
