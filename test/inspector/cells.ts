/** Cells as the wire has them, for what the page makes of them. */
import type { Cell } from "../../src/inspector/cell.ts";

type Kind = "polecat" | "polecat-in-pods" | "convoy" | "rig" | "witness";

export function cellOf(name: string, change: Partial<Cell> = {}, kind: Kind = "polecat"): Cell {
  const namespace = kind === "rig" ? "" : "default";
  return {
    id: [kind, namespace, name].filter(Boolean).join("/"),
    ref: { kind, namespace, name, uid: `uid-${name}` },
    rig: kind === "rig" ? name : "alpha",
    gtRig: kind === "convoy" ? null : "alpha",
    phase: "Idle",
    state: "idle.resting",
    isEnding: false,
    mood: "well",
    reason: "Idle",
    trouble: null,
    warning: null,
    marks: [],
    bead: null,
    polecat: null,
    progress: null,
    sequence: 1,
    edit: null,
    subject: kind,
    ...change,
  };
}

/** A polecat whose end is kept by what its worktree holds, unless it is said otherwise. */
export function blocked(name: string, reason = "UncommittedWork", change: Partial<Cell> = {}): Cell {
  const trouble = { reason, message: `${reason} of ${name}`, worktree: `/town/alpha/polecats/${name}` };
  return cellOf(name, { mood: "stalled", reason, trouble, polecat: "nux", bead: "al-1", ...change });
}
