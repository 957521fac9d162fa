/** Marks: what a change of an actor is worth pointing at, by how it stood before and after it. Pure. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { NEEDS_YOU, categoryOf } from "../town/category.ts";

export type Sign = "slung" | "closed" | "refused" | "stuck" | "warned" | "edited" | "restarted" | "ended";

export const SIGN_EDITED = "edited" satisfies Sign;
export const SIGN_WARNED = "warned" satisfies Sign;

export const SIGNS: Readonly<Record<Sign, string>> = {
  slung: "▸",
  closed: "✓",
  refused: "✗",
  stuck: "‼",
  warned: "✉",
  edited: "✎",
  restarted: "↻",
  ended: "■",
};

export interface Mark {
  readonly at: number;
  readonly sign: Sign;
  readonly text: string;
}

/** Whom its witness told of a stuck polecat, by the Reason that stands for it. */
const WARNINGS: Readonly<Record<string, string>> = {
  Nudged: "nudged in its terminal",
  Mailed: "mail about it was sent",
  Escalated: "escalated",
  EscalationFailed: "its escalation reached nobody",
};

export function markOf(at: number, before: Cell, after: Cell): Mark | null {
  const mark = (sign: Sign, text: string): Mark => ({ at, sign, text });
  const told = after.trouble?.message ?? "";
  if (after.mood === "stuck" && before.mood !== "stuck") return mark("stuck", `stuck: ${told}`);
  const warning = after.warning === before.warning ? undefined : WARNINGS[after.warning ?? ""];
  if (warning !== undefined) return mark(SIGN_WARNED, warning);
  if (after.reason !== before.reason && /Refused$/.test(after.reason))
    return mark("refused", `refused: ${told}`);
  if (isKept(after) && !isKept(before)) return mark("refused", `its end is refused: ${told}`);
  // A bead may be taken and closed between two looks: the phase is what it was, and the bead is another.
  const isOtherBead = after.bead !== null && after.bead !== before.bead;
  if (after.phase === before.phase && !(after.phase === "Idle" && isOtherBead)) return null;
  switch (after.phase) {
    case "Working":
      return mark("slung", `${after.bead ?? "a bead"} is in work`);
    case "Idle":
      return after.reason === "BeadClosed" ? mark("closed", `${after.bead ?? "its bead"} is closed`) : null;
    case "Completed":
      return mark("closed", "all beads are closed");
    case "Terminated":
      return mark("ended", "its polecat is gone");
    case "Failed":
      return mark("refused", `failed: ${told}`);
    default:
      return null;
  }
}

function isKept(cell: Cell): boolean {
  return cell.isEnding && categoryOf(cell) === NEEDS_YOU;
}
