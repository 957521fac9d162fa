/** The circuit that a call belongs to: calls of one circuit hang together, and those of two never hold each other back. */
import type { Command } from "./commands.ts";

/** A hanging rig is one circuit for all its reads; each database of beads is one; reads of the town have one each. */
export function circuitOf({ rig, label, circuit }: Command): string {
  if (circuit !== undefined) return `${label} ${circuit}`;
  return rig === null ? `command ${label}` : `rig ${rig}`;
}
