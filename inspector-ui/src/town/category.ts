/** Category: what one word and one colour say of an actor. Each colour has one meaning, and the word always stands by it. */
import type { Cell, Mood } from "../../../src/inspector/cell.ts";

/** What is the matter comes before how far the work is. */
export const NEEDS_YOU = "Needs you";

export function categoryOf({ mood, phase }: Pick<Cell, "mood" | "phase">): string {
  return mood === "well" ? phase : NEEDS_YOU;
}

const TROUBLES: Readonly<Record<Exclude<Mood, "well">, string>> = {
  stuck: "Stuck",
  failed: "Failed",
  degraded: "Degraded",
  stalled: "Blocked",
};

/** `Working`, or `Blocked` of an idle polecat whose end is in the way of something. */
export function wordOf({ mood, phase }: Pick<Cell, "mood" | "phase">): string {
  return mood === "well" ? phase : TROUBLES[mood];
}

export function toneOf({ mood, phase }: Pick<Cell, "mood" | "phase">): string {
  return mood === "well" ? tone(phase) : tone(NEEDS_YOU);
}

/** Red is for a person, blue is at work, grey rests, green is done; dashed has not begun. */
export function tone(category: string): string {
  switch (category) {
    case "Working":
    case "InProgress":
    case "Active":
    case "Processing":
      return "tone-busy";
    case "Idle":
    case "Ready":
    case "Synced":
      return "tone-calm";
    case "Completed":
      return "tone-done";
    case NEEDS_YOU:
    case "Failed":
    case "Error":
    case "Degraded":
      return "tone-bad";
    case "Terminated":
      return "tone-gone";
    default:
      return "tone-wait";
  }
}
